import Testing
import Text

@testable import Commands

@Suite("Colour")
struct ConsoleTests {
  @Test(
    "is decided by the option, then by the environment, then by the terminal, which tests do not have",
    arguments: [
      (nil, [:], false), ("always", [:], true), ("never", [:], false), ("auto", [:], false),
      (nil, ["FORCE_COLOR": "1"], true), (nil, ["CLICOLOR_FORCE": "1"], true), (nil, ["FORCE_COLOR": "0"], false),
      (nil, ["FORCE_COLOR": "false"], false), (nil, ["FORCE_COLOR": ""], false),
      (nil, ["NO_COLOR": "1", "FORCE_COLOR": "1"], false), (nil, ["NO_COLOR": "", "FORCE_COLOR": "1"], true),
      ("always", ["NO_COLOR": "1"], true), ("never", ["FORCE_COLOR": "1"], false),
      (nil, ["CLICOLOR": "0", "FORCE_COLOR": "1"], true),
    ] as [(String?, [String: String], Bool)])
  func colour(option: String?, environment: [String: String], isColored: Bool) {
    let console = Console(color: option, environment: environment)
    #expect((console.errorStyle.paint("x", .error) != "x") == isColored)
    #expect((console.outputStyle.paint("x", .error) != "x") == isColored)
  }
}
