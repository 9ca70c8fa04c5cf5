import TestSupport
import Testing

/// The values of variables in an expression that fails while planning.
@Suite("Values in messages")
struct InvolvedValueTests {
  @Test("are told, clipped, and never of secrets")
  func told() {
    let text = """
      [variables]
      N = 0
      LONG = "\(String(repeating: "x", count: 100))"
      [a]
      command = "echo {{ LONG | length // N }}"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:5:20: error: division by zero [template.arithmetic]
          5 | command = "echo {{ LONG | length // N }}"
            |                    ^^^^^^^^^^^^^^^^^^
             = note: LONG is "\(String(repeating: "x", count: 59))…
             = note: N is 0

        """)
  }
}
