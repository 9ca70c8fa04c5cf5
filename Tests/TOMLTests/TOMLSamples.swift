/// Documents that hold every form that TOML has, for tests that damage them.
enum TOMLSamples {
  static let documents = [
    #"""
    # A runbook as people write it.
    [runbook]
    title = "Deploy \"web\" \u00e9\e[0m"
    on_failure = 'continue'

    [variables.environment]
    type = "string"
    choices = ["dev", "prod", ] # trailing comma

    [build]
    command = """
    make \
        all
    """
    timeout = 1_800
    retry = { attempts = 3, delay = 2.5e0, backoff.factor = 2 }

    [deploy]
    depends_on = [
      "build",  # first
      'test',
    ]
    when = '''{{ a == 'b' }}'''
    """#,
    #"""
    ints = [0, -1, +2, 0xFF_ff, 0o17, 0b10, 9223372036854775807]
    floats = [0.5, -1e3, 6.02_2E+23, inf, -nan]
    flags = [true, false]
    dates = [1979-05-27T07:32:00.5Z, 1979-05-27 07:32-08:00, 1979-05-27T07:32:00, 1979-05-27, 07:32]
    "quoted key" . 'other'.bare-_9 = "\x41\U0001F600"
    [[list]]
    a.b.c = {}
    [list.sub]
    x = [[1, 2], [[]], { y = [ { z = '' } ] }]
    [[list]]
    [ spaced . "out" ]
    t = {
      n = 1, # TOML 1.1
      m = [
        "日本", '''
    raw\'''
      ],
    }
    """#,
    "\u{FEFF}a = 1\r\n[b]\r\nc = \"\"\"\r\nx\r\ny\\\r\n  z\"\"\"\r\nd = '''\r\n'''\r\n# é\r\n",
  ]
}
