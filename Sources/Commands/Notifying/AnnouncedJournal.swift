internal import Running
internal import Values

/// The record of a run whose end is to be told: what that will be is in the outbox before the end is on record.
struct AnnouncedJournal: Journal {
  var journal: AuditJournal
  let courier: NotificationCourier?

  mutating func append(_ events: [RunEvent], at date: Timestamp) throws {
    courier?.prepare(events)
    try journal.append(events, at: date)
  }

  func check() throws { try journal.check() }

  mutating func messages() throws -> [Event] { try journal.messages() }
}
