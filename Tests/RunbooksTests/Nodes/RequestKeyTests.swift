import Runbooks
import Testing

/// The keys of HTTP nodes that exclude each other, or say what cannot be.
@Suite("Keys of requests")
struct RequestKeyTests {
  static let refused: [(keys: String, messages: [String])] = [
    (
      "json = 1\nform = {}\nbody_file = \"x\"",
      [
        "runbook.conflict: `form` and `json` exclude each other",
        "runbook.conflict: `body_file` and `json` exclude each other",
      ]
    ),
    ("auth = {}", ["runbook.missing-key: `auth` needs the key `bearer`"]),
    ("auth = { token = \"x\" }", ["runbook.unknown-key: unknown key `token` in `auth`"]),
    (
      "auth = { bearer = \"{{ 'x' }}\", basic = \"a:{{ 1 }}\" }",
      ["runbook.conflict: `basic` and `bearer` exclude each other"]
    ),
    (
      "auth = { bearer = \"x\" }",
      [
        "secret.literal: the credentials in `bearer` stand in the runbook, of which every run keeps a copy"
      ]
    ),
    ("auth = { basic = { user = \"a\" } }", ["runbook.missing-key: `basic` needs the key `password`"]),
    (
      "auth = { basic = { user = \"a:b\", password = \"{{ 'x' }}\" } }",
      [
        "runbook.value: `user` must be a name without a colon, not `a:b`"
      ]
    ),
    ("auth = { aws_sigv4 = { access_key = \"a\" } }", ["runbook.missing-key: `aws_sigv4` needs the key `secret_key`"]),
    (
      "auth = { aws_sigv4 = { access_key = \"a\", secret_key = \"{{ 'x' }}\", service = \"s3\" } }",
      [
        "runbook.missing-key: `aws_sigv4` needs the key `region`"
      ]
    ),
    (
      "auth = { bearer = \"{{ 'x' }}\" }\nheaders = { authorization = \"x\" }",
      [
        "runbook.conflict: `auth` and `headers.Authorization` exclude each other"
      ]
    ),
    (
      "headers = { Content-Length = 5 }", ["runbook.header-name: the header field `Content-Length` is pyflow's to send"]
    ),
    (
      "headers = { transfer-encoding = \"chunked\" }",
      [
        "runbook.header-name: the header field `transfer-encoding` is pyflow's to send"
      ]
    ),
    (
      "headers = { Host = \"a\", host = \"b\" }",
      [
        "runbook.header-name: the header field `host` is there already: upper and lower case are the same"
      ]
    ),
    ("follow = 21", ["runbook.value: `follow` must be true, false or a number from 0 to 20, not `21`"]),
    ("follow = \"often\"", ["runbook.value: `follow` must be true, false or a number from 0 to 20, not `often`"]),
    ("max_bytes = 0", ["runbook.value: `max_bytes` must be at least 1, not `0`"]),
    ("client_key = \"k.pem\"", ["runbook.missing-key: `client_key` needs the key `client_cert`"]),
    ("save_to = \"x\"\nexpect = \"true\"", ["runbook.conflict: `save_to` and `expect` exclude each other"]),
    ("unix_socket = \"x\"\nproxy = \"http://p\"", ["runbook.conflict: `proxy` and `unix_socket` exclude each other"]),
    ("connect_to = \"http://x/\"", ["runbook.value: `connect_to` must be a host, or host:port, not `http://x/`"]),
    ("proxy = \"ftp://x\"", ["runbook.value: `proxy` must be a proxy such as http://host:3128, not `…`"]),
    (
      "proxy = \"http://u:p@x\"",
      [
        "secret.literal: the credentials in `proxy` stand in the runbook, of which every run keeps a copy"
      ]
    ),
    ("insecure = true", ["runbook.insecure: with `insecure`, whoever sits on the way can read and change everything"]),
    (
      "insecure = true\nca_file = \"x\"",
      [
        "runbook.insecure: with `insecure`, whoever sits on the way can read and change everything",
        "runbook.conflict: `insecure` and `ca_file` exclude each other",
      ]
    ),
    ("retry = { attempts = 2, on = [\"5xx\", 429] }", []),
    (
      "retry = { attempts = 2, on = \"6xx\" }",
      ["runbook.type: an item of `on` must be an exit code or an HTTP status, not `6xx`"]
    ),
    ("method = \"POST\"\nretry = 2", ["runbook.unsafe-retry: a POST that is sent twice may be done twice"]),
    ("method = \"POST\"\nretry = 2\nheaders = { IDEMPOTENCY-KEY = \"x\" }", []),
    ("method = \"{{ 'PUT' }}\"\nbody = \"x\"\nretry = 2", []),
    (
      "rollback = { url = \"http://y\", body = \"x\", retry = 2 }",
      [
        "runbook.unsafe-retry: a POST that is sent twice may be done twice"
      ]
    ),
    ("snapshot = { url = \"http://y\", follow = true, ca_file = \"x\", auth = { bearer = \"{{ 'x' }}\" } }", []),
    (
      "method = \"head\"\njson = 1", ["runbook.value: `method` must be one that can have a body, not `head`"]
    ),
    (
      "method = \"HEAD\"\nsave_to = \"x\"",
      ["runbook.value: `method` must be one whose answer can be saved, not `HEAD`"]
    ),
    (
      "save_to = \"a\\nb\"", ["runbook.value: `save_to` must be one line of text, not `control characters`"]
    ),
    (
      "headers = { X = \"a\\nb\" }", ["runbook.value: `X` must be one line of text, not `control characters`"]
    ),
    (
      "auth = { bearer = \"a\\nb\" }",
      [
        "runbook.value: `bearer` must be one line of text, not `control characters`",
        "secret.literal: the credentials in `bearer` stand in the runbook, of which every run keeps a copy",
      ]
    ),
    ("expect = \"result.json.a |> 1\"", ["template.syntax: `>` stands where a filter's name is expected"]),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(keys: String, messages: [String]) {
    #expect(RunbookReading.messages("[a]\nurl = \"http://x\"\n\(keys)\n") == messages)
  }

  @Test("refuse credentials in an address beside others")
  func doubleCredentials() {
    for keys in ["auth = { bearer = \"{{ 'x' }}\" }", "headers = { AUTHORIZATION = \"x\" }"] {
      #expect(
        RunbookReading.messages("[a]\nurl = \"http://u@x/\"\n\(keys)\n")
          == ["runbook.value: `url` must be without credentials, as there are others, not `…`"])
    }
  }

  @Test("say where it stands")
  func place() {
    #expect(
      RunbookReading.problems("[a]\nurl = \"https://ann:pw@x\"\ninsecure = true\n") == """
        deploy.toml:2:7: warning: the credentials in `url` stand in the runbook, of which every run keeps a copy [secret.literal]
          2 | url = "https://ann:pw@x"
            |       ^^^^^^^^^^^^^^^^^^
             = hint: declare a secret in [runbook.secrets], and write {{ secrets.NAME }}
        deploy.toml:3:1: warning: with `insecure`, whoever sits on the way can read and change everything [runbook.insecure]
          3 | insecure = true
            | ^^^^^^^^
             = hint: name the certificate that the server's is made with: ca_file = "ca.pem"

        """)
  }
}
