import Foundation
import TestSupport
import Testing

/// Credentials of channels, of every kind, while messages are sent.
@Suite("Secrets of channels")
struct ChannelSecretTests {
  private static func runbook(_ receiver: Receiver) -> String {
    """
    [runbook.notify.slack]
    kind = "slack"
    url = "{{ secrets.HOOK }}"
    severity = "info"
    [runbook.notify.teams]
    kind = "teams"
    url = "{{ secrets.HOOK }}"
    severity = "info"
    [runbook.notify.discord]
    kind = "discord"
    url = "{{ secrets.HOOK }}"
    severity = "info"
    [runbook.notify.pager]
    kind = "pagerduty"
    routing_key = "hunter2hunter2hunter2hunter2hunt"
    events_url = "\(receiver.server.url())"
    [runbook.notify.hook]
    kind = "webhook"
    url = "{{ secrets.HOOK }}"
    signing_secret = "{{ secrets.HOOK }}"
    headers = { Authorization = "Bearer {{ secrets.HOOK }}" }
    severity = "info"
    [runbook.notify.mail]
    kind = "email"
    from = "a@example.com"
    to = "b@example.com"
    server = "smtp://127.0.0.1:1"
    user = "ann"
    password = "{{ secrets.HOOK }}"
    [runbook.notify.broken]
    kind = "webhook"
    url = "http://no-such-host.invalid/{{ secrets.HOOK }}"
    [deploy]
    command = "echo $HOOK; exit 3"
    secrets = ["HOOK"]
    """
  }

  @Test("are seen nowhere: not in arguments, records, messages, the outbox or errors")
  func nowhere() {
    let receiver = Receiver()
    let program = Program.notifying(Self.runbook(receiver), hook: receiver.url)
    let running = program.start("run", "--max-retries", "0", "--no-input")
    let watch = ArgumentWatch(running.processIdentifier)
    while running.isRunning { watch.look() }
    let result = running.wait()
    #expect(result.exit == 1 && watch.seen.contains { $0.contains("curl") })
    #expect(receiver.server.requests.count >= 5)
    #expect(receiver.server.requests.allSatisfy { !$0.text.contains("hunter2") || $0.target.hasSuffix("/enqueue") })
    #expect(!watch.seen.contains { $0.contains("hunter2") })
    #expect(!program.outbox.isEmpty && !SecretTraces.all(of: program, result).contains("hunter2"))
    let listed = program.run("notify", "list")
    #expect(listed.exit == 0 && !(listed.output + listed.error).contains("hunter2"))
    print("secrets of channels: \(watch.count) looks at the arguments, \(watch.rate) in a second")
  }
}
