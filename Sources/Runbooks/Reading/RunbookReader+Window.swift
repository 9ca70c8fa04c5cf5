internal import TOML
internal import Templates
internal import Text
internal import Values

/// `window`: when a rollout may begin (design 8).
extension RunbookReader {
  mutating func readWindow(_ item: TOMLItem) -> WindowDeclaration {
    var window = WindowDeclaration(span: item.valueSpan)
    guard item.kind == .table else {
      window.whole = field(item)
      return window
    }
    let items: KeyItems<WindowKey> = usableKeys(of: item, in: "`\(item.key)`")
    if let item = items[.days], let days: Field<WeekdaySet> = field(item) { window.days = days }
    if let item = items[.hours], let hours: Field<DayHoursList> = field(item) { window.hours = hours }
    if let item = items[.zone], let zone: Field<ClockZone> = field(item) {
      window.zone = zone
      window.span = item.valueSpan
    }
    return window
  }
}
