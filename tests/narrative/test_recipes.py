"""Step 3, narrative: recipes as JSON, by which figures are known for good."""

import json

from hypothesis import given
from hypothesis import strategies as st

from baocao.narrative.recipes import Recipe

WORDS = st.text(max_size=8) | st.sampled_from(["so", "ck", "kh.trung_uong", "", '"\\\n', "Đ\U0001d11e"])
LEAVES = st.builds(Recipe, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)
RECIPES = st.builds(Recipe, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, st.lists(LEAVES, max_size=2).map(tuple))


def plain(recipe):
    words = {name: getattr(recipe, name) for name in ("form", "subject", "period", "scope", "base", "shape")}
    return {name: word for name, word in (words | {"siblings": list(map(plain, recipe.siblings))}).items() if word}


@given(RECIPES)
def test_a_recipe_is_spelled_as_canonical_json_and_comes_back(recipe):
    canonical = json.dumps(plain(recipe), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert recipe.to_json() == canonical
    if all(getattr(one, name) for one in (recipe, *recipe.siblings) for name in ("form", "subject", "period", "scope")):
        assert Recipe.from_json(canonical) == recipe
