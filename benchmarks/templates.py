"""Compares pyflow's templates with Jinja2 and minijinja on the same texts, in the same run.

pyflow takes its own time, so that no start of a process is in it; the others are timed in Python, as programs call them,
which costs them some tenths of a microsecond a call. What `validate` checks beyond parsing is not measured.
Every figure is the median of rounds that go from engine to engine in turn. All must print the same.
"""
import json
import statistics
import subprocess
import time

try:
    import jinja2
except ImportError:
    jinja2 = None
try:
    import minijinja
except ImportError:
    minijinja = None

CONTEXT = {
    "ENV": "production", "APP": "billing-api", "TAG": "v2.14.3", "APPROVED": False, "REPLICAS": 5, "PORT": 8080,
    "HOSTS": ["web-1.example.org", "web-2.example.org", "web-3.example.org"],
    "ITEMS": [{"name": f"item-{index}", "on": index % 3 > 0, "size": index} for index in range(100)],
}
LOOP = "{% for item in ITEMS if item.on %}{{ item.name|upper }}{% if item.size > 50 %} large{% endif %}\n{% endfor %}"
# What is measured, the template, the executions in one timing, the least of compile+render and of render in a second.
CASES = [
    ("3 variables", "deploy.sh {{ENV}} --app={{APP}} --tag={{TAG}}", 4000, 150_000, 500_000),
    ("and, or", "{{ ENV == 'production' and (APPROVED or REPLICAS > 3) }}", 4000, 150_000, 500_000),
    ("default, upper, join", "{{ OWNER|default('ops') }} {{ ENV|upper }} {{ HOSTS|join(',') }}", 4000, 150_000, 500_000),
    ("loop over 3", "{% for host in HOSTS %}{{ host }}:{{ PORT }} {% endfor %}", 4000, 150_000, 500_000),
    ("loop over 100, filter and condition", LOOP, 200, None, None),
    ("range(10000), arithmetic", "{% for i in range(10000) %}{{ i * 3 + 1 }},{% endfor %}", 3, None, 400),
]
DISTINCT = [
    f"step {index}: {{% if REPLICAS > {index} %}}{{{{ ENV|upper }}}}{{% else %}}{{{{ APP }}}}-{{{{ TAG }}}}{{% endif %}}"
    for index in range(1000)]
TURNS = 7


class Pyflow:
    """A process that answers one line with another."""
    name = "pyflow"

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "debug", "bench-templates"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def timed(self, mode, texts, rounds):
        """The seconds of all rounds, and the last text."""
        request = {"template": texts, "context": CONTEXT, "rounds": rounds, "mode": mode}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"bench: {texts[-1]!r} fails in pyflow: {answer['error']}")
        return answer["seconds"], answer["output"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class InPython:
    """An engine that Python calls."""

    def timed(self, mode, texts, rounds):
        """The seconds of all rounds, and the last text."""
        jobs = [self.rendering(text) for text in texts] if mode == "render" else [self.compiling(text) for text in texts]
        begin = time.perf_counter()
        for _ in range(rounds):
            for job in jobs:
                output = job()
        return time.perf_counter() - begin, output

    def close(self):
        pass


class Jinja2(InPython):
    name = "Jinja2"

    def __init__(self):
        # `from_string` keeps no cache, so that every call compiles.
        self.environment = jinja2.Environment()

    def compiling(self, text):
        return lambda: self.environment.from_string(text).render(CONTEXT)

    def rendering(self, text):
        template = self.environment.from_string(text)
        return lambda: template.render(CONTEXT)


class Minijinja(InPython):
    name = "minijinja"

    def __init__(self):
        self.environment = minijinja.Environment()

    def compiling(self, text):
        return lambda: self.environment.render_str(text, **CONTEXT)

    def rendering(self, text):
        self.environment.add_template(text, text)
        return lambda: self.environment.render_template(text, **CONTEXT)


def measured(engines, mode, texts, rounds):
    """The median seconds of one round by the engine's name."""
    times, outputs = {engine.name: [] for engine in engines}, {}
    for _ in range(TURNS):
        for engine in engines:
            # Compiling is slow in Jinja2; fewer rounds tell as much.
            count = max(1, rounds // 20) if mode == "compile" and engine.name == "Jinja2" else rounds
            seconds, outputs[engine.name] = engine.timed(mode, texts, count)
            times[engine.name].append(seconds / count)
    # `True` in Python is `true` in a runbook.
    if len({text.lower() for text in outputs.values()}) > 1:
        raise SystemExit(f"bench: {texts[-1]!r} gives different texts: {outputs}")
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def report(what, result, bar=None):
    """One line: how often in a second, and how that stands to pyflow."""
    parts = []
    for name, seconds in result.items():
        ratio = "" if name == "pyflow" else f" ({seconds / result['pyflow']:.1f} times as long)"
        parts.append(f"{name} {1 / seconds:,.0f}/s{ratio}")
    aim = f"; aim {bar:,}/s" if bar else ""
    print(f"  {what}: {', '.join(parts)}{aim}", flush=True)


def compare(program):
    """Prints every case."""
    engines = [Pyflow(program)]
    for name, module, engine in (("Jinja2", jinja2, Jinja2), ("minijinja", minijinja, Minijinja)):
        if module:
            engines.append(engine())
        else:
            print(f"templates, against {name}: {name} is not installed")
    for name, text, rounds, compile_bar, render_bar in CASES:
        print(f"templates, {name}:")
        report("compile and render", measured(engines, "compile", [text], rounds), compile_bar)
        report("render", measured(engines, "render", [text], rounds), render_bar)
    result = measured(engines, "compile", DISTINCT, 1)
    parts = ", ".join(f"{name} {seconds * 1000:.2f} ms" for name, seconds in result.items())
    print(f"templates, 1,000 distinct ones compiled and rendered: {parts}; aim 10 ms")
    for engine in engines:
        engine.close()
