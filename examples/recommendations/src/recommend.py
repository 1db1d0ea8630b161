import json

from shelf import SUBJECTS, like


def handler(event, context):
    """
    Answers requests of an HTTP API (payload format 2.0).

        GET /health                          whether this version can do its work
        GET /recommendations?book=Moby-Dick  three books that go with it
    """
    path = event["rawPath"]
    if path == "/health":
        # Not only "the process is up": a version that recommends nothing must not be promoted.
        return answer(200, {"status": "ok", "for Moby-Dick": like("Moby-Dick")[0]})
    if path == "/recommendations":
        title = (event.get("queryStringParameters") or {}).get("book", "")
        if title not in SUBJECTS:
            return answer(404, {"error": f"There is no {title!r} on the shelf."})
        return answer(200, {"book": title, "recommended": like(title)[:3]})
    return answer(404, {"error": f"There is no {path}."})


def answer(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
