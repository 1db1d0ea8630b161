from shelf import like


def handler(event, context):
    """What to write to a reader, who is `{ "reader": "Ada", "read": ["Moby-Dick"] }`."""
    read = event["read"]
    found = [book for title in read for book in like(title) if book not in read]
    return {"subject": f"For you, {event['reader']}", "books": list(dict.fromkeys(found))[:3]}
