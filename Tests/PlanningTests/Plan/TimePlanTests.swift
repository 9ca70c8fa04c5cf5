import TestSupport
import Testing

/// Times and counts of nothing, wherever they stand (design 12).
@Suite("Times of nothing")
struct TimePlanTests {
  @Test("are reported with their places, written out or not, each once")
  func zero() {
    let text = """
      [runbook]
      timeout = "{{ T }}"
      recovery_timeout = "{{ T }}"
      [variables]
      T = 0
      N = -2
      [a]
      command = "x"
      timeout = "{{ T }}"
      retry = "{{ T }}"
      rollback = { command = "x", timeout = "{{ T }}", retry = { attempts = "{{ T }}", delay = "{{ N }}" } }
      [b]
      command = "x"
      retry = { attempts = 0, delay = "-1s", max_delay = -2, backoff = "none" }
      rollback = { command = "x", timeout = 0, retry = 0 }
      [c]
      function = "sleep"
      params = { seconds = -1 }
      [d]
      function = "sleep"
      params = { duration = "{{ N }}" }
      """
    let (_, diagnostics) = Reading.plan(text)
    let found = diagnostics.sorted().compactMap { diagnostic in
      diagnostic.severity == .error ? diagnostic.message : nil
    }
    #expect(
      found == [
        "`timeout` must be more than nothing, not `0s`", "`recovery_timeout` must be more than nothing, not `0s`",
        "`timeout` must be more than nothing, not `0s`", "`attempts` must be at least 1, not `0`",
        "`timeout` must be more than nothing, not `0s`", "`attempts` must be at least 1, not `0`",
        "`delay` must be a duration such as 30 or \"1m30s\", not `-2`", "`attempts` must be at least 1, not `0`",
        "`delay` must be a duration such as 30 or \"1m30s\", not `-1s`",
        "`max_delay` must be a duration such as 30 or \"1m30s\", not `-2`",
        "`backoff` must be one of \"constant\", \"linear\", \"exponential\", not `none`",
        "`timeout` must be more than nothing", "`retry` must be at least 1, not `0`",
        "`seconds` must be a duration such as 30 or \"1m30s\", not `-1`",
        "`duration` must be a duration such as 30 or \"1m30s\", not `-2`",
      ])
  }
}
