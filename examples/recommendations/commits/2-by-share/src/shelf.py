"""Which books go with which: the larger the share of subjects that two have in common, the closer they are."""

SUBJECTS = {
    "Dracula": {"blood", "letters", "night"},
    "Frankenstein": {"letters", "night", "science"},
    "Moby-Dick": {"obsession", "sea", "whales"},
    "The Sea-Wolf": {"captivity", "obsession", "sea"},
    "The Time Machine": {"night", "science", "travel"},
    "Treasure Island": {"islands", "sea"},
    "Twenty Thousand Leagues Under the Sea": {"captivity", "science", "sea"},
    "Walden": {"ponds", "solitude"},
}


def like(title):
    """The books that share a subject with this one, the closest first; those that are as close by title."""
    near = {other: closeness(title, other) for other in SUBJECTS if other != title}
    return sorted((other for other in near if near[other]), key=lambda other: (-near[other], other))


def closeness(title, other):
    """Which share of their subjects two books have in common."""
    return len(SUBJECTS[title] & SUBJECTS[other]) / len(SUBJECTS[title] | SUBJECTS[other])
