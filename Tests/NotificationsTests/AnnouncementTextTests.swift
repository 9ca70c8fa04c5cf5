import Notifications
import Planning
import Running
import Testing

@Suite("What people are told")
struct AnnouncementTextTests {
  private func lines(
    _ function: PlanFunctionCall.Function, _ level: Announcement.Level, title: String? = nil, _ message: String
  ) -> [String] {
    AnnouncementText.lines(Announcement(function: function, level: level, title: title, message: message), node: "tell")
  }

  @Test("has a sign for its function and its level")
  func symbols() {
    #expect(lines(.notify, .info, "done") == ["» tell: done"])
    #expect(lines(.log, .info, "done") == ["· tell: done"])
    #expect(lines(.notify, .warning, "hm") == ["! tell: hm"])
    #expect(lines(.log, .error, "no") == ["✗ tell: no"])
  }

  @Test("keeps its title and its lines")
  func shape() {
    #expect(
      lines(.notify, .info, title: "Release", "one\n\ntwo") == ["» tell: Release: one", "        ", "        two"])
    #expect(lines(.notify, .info, "") == ["» tell: "])
  }

  @Test("is for people if it is a `log` or a `notify`, and demands to be heard if it is a `notify`")
  func audience() {
    func announcement(_ function: PlanFunctionCall.Function) -> Announcement {
      Announcement(function: function, level: .info, title: nil, message: "")
    }
    #expect(PlanFunctionCall.Function.allCases.filter { announcement($0).isForPeople } == [.notify, .log])
    #expect(PlanFunctionCall.Function.allCases.filter { announcement($0).isNotification } == [.notify])
  }
}
