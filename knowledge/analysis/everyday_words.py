"""Words of everyday English that name no subject: what a post says with them it could say of anything.

Unlike stop words they are searched for. In a small corpus they look rare by chance, so that there they count less. By-words are
what questions are made of, whatever they are about (“what is the best way to get people to use …”): they count half everywhere.
"""

EVERYDAY_WORDS = frozenset(
    """
    accept actual actually add ago ahead allow almost alone along already always another answer anybody anymore
    anyone anything anyway anywhere apparently appear around arrive ask away back bad barely become begin behave
    believe besides best better big bit bother bring brought call came care case certainly chance clear clearly
    close come common completely could couple deal definitely despite differ do done dozen easily easy either else
    end enough entire entirely especially eventually ever every everybody everyone everything everywhere exact
    exactly expect explain extra fairly far feel few figure finally find fine finish follow forget form forward
    found full fully fun gave general generally get give given glad go gone good got great guess guy handle happen
    happy hardly hear held help hey hi hold hope however immediately instead job just keep kept kind knew know known
    last latter lead leave left let like likely line little long longer look lot love made mainly make manage many
    matter maybe mean meant mere might mind moment more most mostly much must near nearly necessary need never
    nevertheless new next nice nobody none nor normally nothing notice now nowadays obvious obviously occasionally
    odd offer often okay old once one onto option ordinary other otherwise ought overall particular particularly
    perhaps pick place please plenty possible possibly prefer pretty probably problem put quite rather reach real
    really reason regard require rid said same saw say see seem seen seldom sense should show similarly since soon
    sorry sort start stay still stop stuff such suddenly suppose sure surely take talk tell tend thank thing though
    thought throw thus tie tip told too took totally toward tried true truly try unless until up upon us use useful
    usual usually very via want way well went whatever whenever wherever whether while whole whom whose will wish
    within without wonder worry worse worst worth would yeah yes yet
    """.split()
)

BY_WORDS = frozenset(
    """
    actually anybody anyone anything best better everybody everyone everything find folks get gets getting give gives go
    goes going good got guys happen happening happens help just keep keeping keeps kept kinda know knows let lets look
    looking made make makes making need needs people ppl really somebody someone something stuff take takes taking tell
    thing things use used uses using want wants way ways work working works
    """.split()
)
