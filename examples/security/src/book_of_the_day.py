import random


def book_of_the_day(books):
    """Any of them: it is an advertisement, and no draw."""
    return random.choice(books)
