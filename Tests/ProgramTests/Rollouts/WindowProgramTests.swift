import Foundation
import TestSupport
import Testing

/// When rollouts may begin (design 8, row P8).
@Suite("Windows of rollouts")
struct WindowProgramTests {
  /// A day of the week that is not today, nor was it yesterday or will be tomorrow, in UTC.
  private static var anotherDay: String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "UTC") ?? .current
    let day = calendar.component(.weekday, from: Date()) - 1
    return ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][(day + 3) % 7]
  }

  @Test("are waited for: outside of them nothing is changed, and it is said when they open")
  func closed() {
    let site = RolloutSite(
      "window = { days = \"\(Self.anotherDay)\", hours = \"09:00-16:00\", zone = \"Europe/Berlin\" }")
    let result = site.rollOut("1.0")
    #expect(result.exit == 3)
    let words =
      "refused: outside of its window (\(Self.anotherDay) 09:00-16:00 Europe/Berlin); it opens \(Self.anotherDay) "
    #expect(result.error.contains(words), "\(result.error)")
    #expect(result.error.contains(" 09:00, in "))
    #expect(result.error.contains("; --break-glass REASON begins it all the same"))
    #expect(site.traffic == "blue ")
    #expect(
      site.audit.contains("\"row\":\"P8\",\"from\":\"start\",\"trigger\":\"outside_window\",\"phase\":\"refused\""))
  }

  @Test("are broken by a person with a reason, which is said and recorded")
  func broken() {
    let site = RolloutSite("window = \"\(Self.anotherDay) UTC\"")
    let result = site.rollOut("1.0", "--break-glass", "the site is down")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("warning: ship is outside of its window (\(Self.anotherDay) all day UTC); "))
    #expect(result.error.contains(" begins it all the same: the site is down\n"))
    #expect(site.traffic == "green 1.0")
    #expect(
      site.audit.contains(
        "\"event\":\"window.overridden\",\"node\":\"ship\",\"window\":\"\(Self.anotherDay) all day UTC\",\"by\":\""))
    #expect(site.audit.contains("\"comment\":\"the site is down\""))
    #expect(site.rollOut("1.0", "--break-glass", " ").exit == 64)
  }

  @Test("are open on every day of the week, and the clock of this machine is the usual one")
  func open() {
    var site = RolloutSite("window = \"mon-sun 00:00-24:00\"")
    site.program.environment["TZ"] = "Pacific/Kiritimati"
    #expect(site.rollOut("1.0").exit == 0)
  }

  @Test("keep nobody from finishing what is under way, or from going back")
  func recovery() {
    let site = RolloutSite("window = { days = \"\(Self.anotherDay)\", zone = \"UTC\" }")
    let reached = NamedPipe(in: site.program.folder, "reached")
    site.program.folder.write("echo here > reached; exec sleep 600", to: "hook")
    let running = site.program.start("run", "--quiet", "--break-glass", "urgent")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    site.program.folder.write("", to: "hook")
    let result = site.program.run("recover")
    #expect(result.exit == 0, "\(result.error)")
    #expect(!result.error.contains("window"))
  }

  @Test("are checked before anything runs")
  func mistakes() {
    let program = Program(
      RolloutSite.runbook("window = { days = [\"mon\", \"foo\"], hours = \"9-16\", zone = \"Europe/Brelin\" }"))
    let result = program.run("validate")
    #expect(result.exit == 2)
    #expect(
      result.error == """
        deploy.toml:16:19: error: `days` must be days such as "mon-thu", not `["mon", "foo"]` [runbook.value]
          16 | window = { days = ["mon", "foo"], hours = "9-16", zone = "Europe/Brelin" }
             |                   ^^^^^^^^^^^^^^
        deploy.toml:16:43: error: `hours` must be hours such as "09:00-16:30", not `9-16` [runbook.value]
          16 | window = { days = ["mon", "foo"], hours = "9-16", zone = "Europe/Brelin" }
             |                                           ^^^^^^
        deploy.toml:16:58: error: this machine knows no time zone `Europe/Brelin` [strategy.window]
          16 | window = { days = ["mon", "foo"], hours = "9-16", zone = "Europe/Brelin" }
             |                                                          ^^^^^^^^^^^^^^^
              = hint: did you mean `Europe/Berlin`?
        deploy.toml: 3 errors

        """)
  }
}
