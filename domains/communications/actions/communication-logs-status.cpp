// The progress of a message, told by whoever carries it. What may follow what, and the consent, are
// the log's own rules.
#include <utility>
#include <vector>

#include "rules/action.h"

namespace vip::domains {
namespace {

class CommunicationStatus final : public ActionRules {
 public:
  explicit CommunicationStatus(const ActionSetup& setup)
      : logs_{setup.resource("communications/communication-logs")},
        status_{setup.input("status")},
        date_{setup.input("date")},
        reason_{setup.input("failure-reason")},
        log_status_{&logs_.field("status")},
        log_reason_{&logs_.field("failure-reason")},
        moments_{{"Sent", {&logs_.field("sent-date")}},
                 {"Delivered", {&logs_.field("delivered-date")}},
                 {"Failed", {&logs_.field("failed-date")}}} {
    for (const char* name : {"communication-log-uuid", "status", "sent-date", "delivered-date",
                             "failed-date", "failure-reason"})
      answered_.emplace_back(setup.output(name), FieldHandle{&logs_.field(name)});
  }

  void run(ActionCall& call) const override {
    const Uuid id = call.path_id();
    if (!call.find(logs_, id))
      return call.refuse_not_found("There is no Communication Log with this id.");
    const Record& input = call.input();
    const std::string status{input.text(status_)};
    if (input.has(date_) && input.number(date_) > call.now().milliseconds)
      call.refuse(date_, ErrorCode::date_in_future, "The time has not come yet");
    if (input.has(reason_) && status != "Failed") call.refuse(reason_, ErrorCode::only_of_failed);
    if (call.refused()) return;
    std::vector<FieldValue> values{{log_status_, status}};
    for (const auto& [state, moment] : moments_)
      if (state == status && input.has(date_)) values.push_back({moment, input.at(date_)});
    if (input.has(reason_)) values.push_back({log_reason_, input.at(reason_)});
    if (!call.patch(logs_, id, std::move(values))) return;
    const auto log = call.find(logs_, id);
    Record answer = call.answer();
    for (const auto& [to, from] : answered_) answer.at(*to.field) = log->at(from);
    call.respond(answer);
  }

 private:
  const Resource& logs_;
  FieldHandle status_, date_, reason_, log_status_, log_reason_;
  std::vector<std::pair<std::string_view, FieldHandle>> moments_;
  std::vector<std::pair<FieldHandle, FieldHandle>> answered_;  // output, the log's field
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_communication_logs_status_action(
    const ActionSetup& setup) {
  return std::make_unique<CommunicationStatus>(setup);
}

}  // namespace vip::domains
