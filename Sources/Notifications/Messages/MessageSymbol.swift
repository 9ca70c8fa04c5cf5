internal import Values

/// What makes messages tell each other apart at a glance.
enum MessageSymbol {
  static func of(_ message: Message) -> String {
    switch (message.notification.topic, message.notification.severity) {
    case (.runSucceeded, _), (.nodeSucceeded, _), (.approvalGranted, _): "✅"
    case (_, .critical): "🚨"
    case (_, .error): "❌"
    case (.approvalRequested, _), (.approvalReminder, _), (.approvalEscalated, _): "✋"
    case (_, .warning): "⚠️"
    case (_, .info): "ℹ️"
    }
  }

  /// The colour of an embed, as a number.
  static func color(of message: Message) -> Int {
    switch message.notification.severity {
    case .critical: 0xB0_00_20
    case .error: 0xE0_1E_5A
    case .warning: 0xEC_B2_2E
    case .info: message.notification.topic == .runSucceeded ? 0x2E_B6_7D : 0x36_C5_F0
    }
  }
}
