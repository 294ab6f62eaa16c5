"""Keys by which people are found although a name was typed with errors; each distinct word is kept once.

Only `people.services.search_keys` writes here. The keys of a merged person are those of who stands for them.
"""

from django.db import models

from campanello.people.models.person import Person


class NameWord(models.Model):
    """A word of a name in Latin letters without accents, and how many people bear it. Nobody's word is removed."""

    word = models.CharField(max_length=40, unique=True)
    people = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class NameWordKey(models.Model):
    """A key that words which look or sound alike share, as a number: the table is read by exact key alone."""

    pk = models.CompositePrimaryKey("key", "word")
    key = models.BigIntegerField()
    word = models.ForeignKey(NameWord, models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return f"{self.key} of {self.word_id}"


class PersonWord(models.Model):
    """A person bears a word in one of their names. The year of birth stands beside it: most who search type both."""

    pk = models.CompositePrimaryKey("word", "year", "person")
    word = models.ForeignKey(NameWord, models.PROTECT, related_name="bearers", db_index=False)
    year = models.PositiveSmallIntegerField(help_text="Of birth; 0 where it is not recorded.")
    person = models.ForeignKey(Person, models.CASCADE, related_name="words", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["person", "word"], name="person_word_of_a_person")]

    def __str__(self) -> str:
        return f"{self.word_id} of {self.person_id}"


class PersonKey(models.Model):
    """Something of a person's that is found by how it begins: a telephone from its end, a street and number."""

    pk = models.CompositePrimaryKey("key", "person")
    key = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, related_name="search_keys")

    def __str__(self) -> str:
        return f"search key of {self.person_id}"
