"""Reading the pages of suggestions in a language."""

from django.urls import reverse


def url(name, *rows):
    return reverse(name, args=[row if isinstance(row, str) else row.public_id for row in rows])


def read(client, address, language="en"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
