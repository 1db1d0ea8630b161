import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

import newsletter
import recommend


class Recommend(unittest.TestCase):
    def test_it_is_healthy(self):
        self.assertEqual(get("/health"), (200, {"status": "ok", "for Moby-Dick": "The Sea-Wolf"}))

    def test_it_recommends_what_is_close(self):
        status, body = get("/recommendations", "Moby-Dick")
        self.assertEqual((status, body["recommended"][0]), (200, "The Sea-Wolf"))

    def test_it_does_not_know_other_books(self):
        self.assertEqual(get("/recommendations", "Emma")[0], 404)


class Newsletter(unittest.TestCase):
    def test_it_leaves_out_what_was_read(self):
        letter = newsletter.handler({"reader": "Ada", "read": ["Moby-Dick", "The Sea-Wolf"]}, None)
        self.assertEqual(letter["subject"], "For you, Ada")
        self.assertEqual(set(letter["books"]), {"Treasure Island", "Twenty Thousand Leagues Under the Sea"})


def get(path, book=None):
    event = {"rawPath": path, "queryStringParameters": book and {"book": book}}
    answer = recommend.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"])


if __name__ == "__main__":
    unittest.main()
