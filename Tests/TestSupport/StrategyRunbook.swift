/// Short runbooks with a rollout of each kind; further keys of it stand from line 11 on.
public enum StrategyRunbook: String, Sendable, CaseIterable {
  case blueGreen, canary, progressive

  /// The runbook with further lines behind it.
  public func text(_ lines: String = "") -> String {
    let variables = "[variables]\nENV = \"prod\"\nVERSION = \"2.0\"\n"
    return variables + node + (lines.isEmpty ? "" : "\n" + lines) + "\n"
  }

  private var node: String {
    switch self {
    case .blueGreen:
      """
      [ship]
      type = "BlueGreen"
      target = "api@{{ ENV }}"
      active = "./lb.sh live"
      deploy = "./deploy.sh {{ rollout.idle }} {{ VERSION }}"
      check = { url = "http://{{ rollout.side }}.internal/healthz" }
      switch = "./lb.sh point {{ rollout.to }}"
      """
    case .canary:
      """
      [ship]
      type = "Canary"
      target = "api@{{ ENV }}"
      deploy = "./deploy.sh canary {{ VERSION }}"
      shift = "./lb.sh canary-weight {{ rollout.weight }}"
      check = { url = "https://canary.example.com/healthz" }
      weight = "./lb.sh weight"
      """
    case .progressive:
      """
      [ship]
      type = "Progressive"
      target = "api@{{ ENV }}"
      targets = ["web1", "web2", "web3", "web4"]
      update = "./update.sh {{ rollout.target }} {{ VERSION }}"
      check = { url = "http://{{ rollout.target }}:8080/healthz" }
      revert = "./update.sh {{ rollout.target }} {{ rollout.previous }}"
      """
    }
  }
}
