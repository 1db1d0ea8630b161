"""Which books go with which: those that share a subject, the best first."""

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

# Readers’ ratings. Of Dracula there is none yet.
RATINGS = {
    "Frankenstein": 4.1,
    "Moby-Dick": 3.6,
    "The Sea-Wolf": 4.4,
    "The Time Machine": 4.0,
    "Treasure Island": 3.9,
    "Twenty Thousand Leagues Under the Sea": 3.8,
    "Walden": 3.7,
}


def like(title):
    """The books that share a subject with this one, those that readers like best first."""
    near = [other for other in SUBJECTS if other != title and SUBJECTS[title] & SUBJECTS[other]]
    return sorted(near, key=lambda other: -RATINGS[other])
