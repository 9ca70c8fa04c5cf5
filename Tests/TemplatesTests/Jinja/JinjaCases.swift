/// Makes random templates and renders them with the real Jinja2: a seed and a number in, JSON out.
enum JinjaCases {
  /// Exits with 3 where Jinja2 is missing.
  ///
  /// What prints Python's own objects, or needs integers beyond 64 bits, is left out; so is what Jinja2 lets pass though a name is undefined.
  static let script = #"""
    import copy, json, random, re, sys
    try:
        import jinja2
    except ImportError:
        sys.exit(3)
    seed, wanted = int(sys.argv[1]), int(sys.argv[2])
    env = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    context = {"N": 3, "Z": 0, "F": 2.5, "S": "Hello wörld", "E": "", "T": True, "X": None, "L": [3, 1, 2],
      "W": ["b", "A", "c a"], "M": {"b": 1, "a": [1, 2]}, "R": [{"n": "x", "v": 2}, {"n": "y", "v": 1}]}
    r = random.Random(seed)
    ATOMS = "N Z F S E T X L W M R 1 -2 0.5 'ab' 'B' '' [1,2] [] {'k':1} (1,'z') true false none missing".split() + [
      "M.a", "M['b']", "L[0]", "S[1:4]", "L[::-1]", "1e15", "0x1f", "'1.5'", "'42'"]
    FILTERS = """upper lower length first last list string int float abs sort reverse|list join('-') default('d')
      default('d',true) replace('l','L') trim title capitalize round(1) round sum min max unique|list
      map('upper')|list map('string')|join(',') select|list reject('odd')|list select('gt',1)|list dictsort
      batch(2)|list slice(2)|list tojson urlencode wordcount center(7) indent(2) truncate(5) wordwrap(4) format(1)
      items|list sort(reverse=true) map(attribute='v')|sum selectattr('v','gt',1)|map(attribute='n')|list
      filesizeformat striptags join(',') count""".split()
    TESTS = ["defined", "undefined", "none", "number", "integer", "float", "string", "mapping", "iterable",
      "odd", "even", "divisibleby 2", "eq 1", "ne 1", "lt 2", "gt 1", "in [1,'ab']", "boolean", "true", "false",
      "upper", "lower"]
    METHODS = """upper() lower() split() split('l') strip('H') title() replace('l','_') startswith('H') find('l')
      count('l') zfill(5) center(9,'*') isdigit() splitlines() partition('l') rpartition('l') join(W) keys()|list
      get('b') items()|list index(1) swapcase() rsplit('l',1) capitalize()""".split()
    def expression(d):
        k = r.random()
        if d <= 0 or k < .1: return r.choice(ATOMS)
        e = lambda: expression(d - 1)
        if k < .32: return "(%s %s %s)" % (e(), r.choice("+ - * / // % ** ~".split()), e())
        if k < .36: return "%s %s %s" % (e(), r.choice("+ - * / // % ~".split()), e())
        if k < .46: return "(%s %s %s)" % (e(), r.choice(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]), e())
        if k < .56: return "(%s %s %s)" % (e(), r.choice(["and", "or"]), e())
        if k < .60: return "(not %s)" % e()
        if k < .76: return r.choice(["%s|%s", "(%s)|%s"]) % (e(), r.choice(FILTERS))
        if k < .84: return "(%s is %s%s)" % (e(), r.choice(["", "not "]), r.choice(TESTS))
        if k < .90: return "(%s).%s" % (e(), r.choice(METHODS))
        if k < .94: return "(%s if %s else %s)" % (e(), e(), e())
        if k < .97: return "-%s" % e()
        return "[%s, %s]" % (e(), e())
    def statement(d):
        k = r.random()
        if d <= 0 or k < .35: return "{{ %s }}" % expression(2)
        if k < .45: return r.choice(["a\n", " b ", "\n", "x"])
        m = lambda: r.choice(["", "-"])
        b = lambda: "".join(statement(d - 1) for _ in range(r.randint(1, 3)))
        e = lambda: expression(1)
        if k < .6: return "{%%%s if %s %s%%}%s{%% else %%}%s{%% endif %s%%}" % (m(), e(), m(), b(), b(), m())
        if k < .75:
            items = r.choice(["L", "W", "M", "R", "[]", "range(3)", "S", "L|sort", "M.items()"])
            end = r.choice(["", "{% if loop.first %}{% continue %}{% endif %}", "{% break %}", "{{ loop.cycle('a') }}"])
            body = "{{ i }}{{ loop.index }}{{ loop.last }}"
            return "{%%%s for i in %s %s%%}%s%s%s{%% else %%}none{%% endfor %%}" % (m(), items, m(), b(), body, end)
        if k < .83: return "{%% set v = %s %%}{{ v }}" % e()
        if k < .87: return "{%% set v %%}%s{%% endset %%}{{ v }}" % b()
        if k < .91: return "{%% with w=%s %%}%s{{ w }}{%% endwith %%}" % (e(), b())
        if k < .95: return "{%% macro m(a, b=2) %%}[{{ a }}{{ b }}%s]{%% endmacro %%}{{ m(%s) }}" % (b(), e())
        return "{%% filter upper %%}%s{%% endfilter %%}" % b()
    foreign = ("Undefined", "Markup", "<gen", "<built", "dict_", "<jinja", "<bound", "<function", "range(", "iterator")
    cases = []
    while len(cases) < wanted:
        single = "{{ %s }}" % expression(r.randint(1, 3))
        text = single if r.random() < .6 else "".join(statement(2) for _ in range(r.randint(1, 3)))
        if "**" in text and ("1e15" in text or text.count("**") > 1): continue
        # Jinja2 folds a constant -2 into `-2 ** x`, which Python reads as -(2 ** x); Python
        # formats an undefined name, and prints it in a list.
        if "**" in text and "-" in text or re.search(r"% \(*missing|\[missing|missing\]", text): continue
        try:
            output = env.from_string(text).render(**copy.deepcopy(context))
        except Exception as error:
            output = None
        if output is not None:
            if any(word in output for word in foreign) or re.search(r"\d{19}", output): continue
        cases.append([text, output])
    json.dump({"context": context, "cases": cases}, sys.stdout)
    """#
}
