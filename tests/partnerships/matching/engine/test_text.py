from partnerships.matching.engine.text import name_terms, offers_lodging, pieces, shared_phrases, terms


def test_chinese_and_latin_words_of_one_line_are_both_read():
    found = terms("PLC编程")

    assert found == ["编", "程", "编程", "plc"]


def test_full_width_letters_and_case_make_no_difference():
    assert terms("ＣＡＤ制图") == terms("cad制图")


def test_the_order_of_two_near_words_makes_no_difference():
    assert set(terms("farm management")) == set(terms("management farm"))


def test_words_of_a_catalogue_frame_say_nothing():
    assert terms("A program that prepares individuals to weld") == ["weld"]


def test_pieces_find_kin_of_short_words():
    assert set(pieces("nurse")) & set(pieces("nursing"))


def test_a_refusal_of_lodging_wins_over_its_mention():
    assert offers_lodging("不提供住宿，公司附近有宿舍出租") == 0
    assert offers_lodging("提供住宿") == 1
    assert offers_lodging("住宿自理") == 0
    assert offers_lodging("Housing provided") == 1


def test_no_terms_of_an_empty_text():
    assert terms("") == pieces("") == []
    assert name_terms("") == frozenset()


def test_shared_words_are_shown_as_they_were_written():
    assert shared_phrases(["负责叉车操作"], {"叉车": 1.0, "车操": 1.0, "操作": 1.0}) == {"叉车操作": 3.0}


def test_words_of_two_opening_fields_do_not_grow_together():
    assert shared_phrases(["仓库", "管理"], {"库管": 1.0}) == {}
