// The progress of a message, as its carrier reports it. Permitted transitions and the consent are
// rules of the log.
#include <array>

#include "domains/shared/shared_fields.h"
#include "rules/action.h"

namespace vip::domains {
namespace {

class CommunicationStatus final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const Uuid id = call.path_id();
    if (!call.find(logs_, id))
      return call.refuse_not_found("There is no Communication Log with this id.");
    const Record& input = call.input();
    const std::string status{input.text(status_)};
    if (input.has(date_) && input.number(date_) > call.now().milliseconds)
      call.refuse(date_, errors::date_in_future, "The time is in the future");
    if (input.has(reason_) && status != "Failed")
      call.refuse(reason_, errors::not_applicable,
                  "Only a message that failed has a reason for it");
    if (call.refused()) return;
    std::vector<FieldValue> values{{log_status_, status}};
    for (const auto& [state, moment] : moments_)
      if (state == status && input.has(date_)) values.push_back({moment, input.at(date_)});
    if (input.has(reason_)) values.push_back({log_reason_, input.at(reason_)});
    if (!call.patch(logs_, id, std::move(values))) return;
    const auto log = call.find(logs_, id);
    Record answer = call.answer();
    answered_.copy_to(answer, *log);
    call.respond(answer);
  }

 private:
  const Resource& logs_ = resource("communications/communication-logs");
  FieldHandle status_ = input("status"), date_ = input("date"), reason_ = input("failure-reason"),
              log_status_ = of(logs_, "status"), log_reason_ = of(logs_, "failure-reason");
  std::array<std::pair<std::string_view, FieldHandle>, 3> moments_{
      {{"Sent", of(logs_, "sent-date")},
       {"Delivered", of(logs_, "delivered-date")},
       {"Failed", of(logs_, "failed-date")}}};
  SharedFields answered_{logs_, setup().action.output.get()};
};

}  // namespace

std::unique_ptr<ActionRules> make_communications_communication_logs_status_action(
    const ActionSetup& setup) {
  return std::make_unique<CommunicationStatus>(setup);
}

}  // namespace vip::domains
