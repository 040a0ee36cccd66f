"""What a domain says of an outlet, however broken the address is."""

import pytest

from tellings.gather.outlets import host_of, outlet_of


@pytest.mark.parametrize(
    "url", ["https://.example/1", "https://./1", "https://.com/", "http://..../", "https:///x", "http://[x", "", None]
)
def test_addresses_without_a_host_name_nobody(url):
    assert host_of(url) is None and outlet_of(url) is None


@pytest.mark.parametrize(
    "url, name",
    [
        ("https://www.harbour-herald.co.ke/a", "Harbour Herald"),
        ("https://harbour..example/a", "Harbour"),
        ("harbour.example.", "Harbour"),
    ],
)  # fmt: skip
def test_the_domains_word_where_no_table_knows_it(url, name):
    assert outlet_of(url) == (name, False)
