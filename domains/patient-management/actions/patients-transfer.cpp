// The transfer of a patient to its new owner. What follows the patient, and how, is declared where
// it is open: see the keyword `open`. This action ends first what shall not follow, and tells what
// happened.
#include <algorithm>
#include <array>

#include "core/json_nodes.h"
#include "rules/action.h"
#include "rules/closing.h"

namespace vip::domains {
namespace {

class PatientsTransfer final : public ActionWithHandles {
 public:
  explicit PatientsTransfer(const ActionSetup& setup) : ActionWithHandles{setup} {
    for (const Resource* resource : setup.catalogue.all()) {
      const auto* open = constraint_of<OpenRecords>(*resource);
      if (open == nullptr || !open->parts().transfer) continue;
      if (open->parts().transfer->owner == account_.field) followers_.push_back(open);
    }
  }

  void run(ActionCall& call) const override {
    const auto patient = call.find(patients_, call.path_id());
    if (!patient) return call.refuse_not_found("There is no Patient with this id.");
    const Record& input = call.input();
    const std::int64_t date = input.has(date_) ? input.number(date_) : call.today().days;
    check(*patient, date, call);
    if (call.refused()) return;
    Report report;
    for (const OpenRecords* open : followers_)
      if (!settle(*open, *patient, report, call)) return;
    if (!call.patch(patients_, patient->id(), changes(*patient, date, call))) return;
    respond(*patient, date, report, call);
  }

 private:
  struct Report {
    json::Node records = json::array({});
    std::int64_t moved = 0, ended = 0;

    void add(const Record& record, bool moves) {
      ++(moves ? moved : ended);
      const std::string resource = record.resource->domain->name + "/" + record.resource->name;
      records.items.push_back(json::object({{"resource", json::text(resource)},
                                            {"record-uuid", json::text(to_string(record.id()))},
                                            {"outcome", json::text(moves ? "Moved" : "Ended")}}));
    }
  };
  // What belongs to the owner and not to the animal.
  struct OfOwner {
    FieldHandle choice, outcome;
    std::vector<FieldHandle> fields;
  };

  void check(const Record& patient, std::int64_t date, ActionCall& call) const {
    if (patient.at(account_) == call.input().at(new_account_))
      call.refuse(new_account_, errors::not_applicable, "The patient belongs to this account");
    if (date > call.today().days) call.refuse(date_, errors::date_in_future);
    for (const FieldHandle earlier : {owned_since_, born_})
      if (patient.has(earlier) && date < patient.number(earlier))
        call.refuse(date_, errors::dates_reversed,
                    "Expected " + to_string(patient.day(earlier)) + " or a later day.");
  }

  bool moves(const OpenRecords& open, ActionCall& call) const {
    if (open.parts().transfer->set.empty()) return false;
    for (const auto& [name, choice] : choices_)
      if (open.resource().name == name) return call.input().text(choice) == "Move";
    return true;
  }

  // What moves does so when the patient changes its account.
  bool settle(const OpenRecords& open, const Record& patient, Report& report,
              ActionCall& call) const {
    const bool move = moves(open, call);
    const OpenRecords::Transfer& transfer = *open.parts().transfer;
    for (const Record& record : open.of(*transfer.reference, patient.id(), call)) {
      report.add(record, move);
      if (move || transfer.set.empty()) continue;
      if (!call.patch(open.resource(), record.id(),
                      open.ended(record, {}, "The patient has another owner", call)))
        return false;
    }
    return true;
  }

  // A value that is given stays; others that belong to the owner go with a change of the account.
  std::vector<FieldValue> changes(const Record& patient, std::int64_t date,
                                  ActionCall& call) const {
    std::vector<FieldValue> values{{account_, call.input().at(new_account_)}, {owned_since_, date}};
    for (const OfOwner& one : of_owner_)
      if (call.input().text(one.choice) == "Move")
        for (const FieldHandle field : one.fields) values.push_back({field, patient.at(field)});
    return values;
  }

  void respond(const Record& before, std::int64_t date, const Report& report,
               ActionCall& call) const {
    Record answer = call.answer();
    answer.at(*output("patient-uuid").field) = before.id();
    answer.at(*output("account-uuid").field) = call.input().at(new_account_);
    answer.at(*output("previous-account-uuid").field) = before.at(account_);
    answer.at(*output("date").field) = date;
    answer.at(*output("moved").field) = report.moved;
    answer.at(*output("ended").field) = report.ended;
    answer.at(*output("records").field) = json::to_string(report.records);
    for (const OfOwner& one : of_owner_)
      if (std::ranges::any_of(one.fields, [&](FieldHandle field) { return before.has(field); }))
        answer.at(*one.outcome.field) =
            std::string{call.input().text(one.choice) == "Move" ? "Moved" : "Ended"};
    call.respond(answer);
  }

  const Resource& patients_ = resource("patient-management/patients");
  FieldHandle account_ = of(patients_, "account-uuid"), owned_since_ = of(patients_, "owned-since"),
              born_ = of(patients_, "date-of-birth");
  FieldHandle new_account_ = input("account-uuid"), date_ = input("date");
  std::array<std::pair<std::string_view, FieldHandle>, 4> choices_{
      {{"patient-reminders", input("reminders")},
       {"treatment-reminders", input("reminders")},
       {"appointments", input("appointments")},
       {"tasks", input("tasks")}}};
  std::array<OfOwner, 2> of_owner_{
      {{input("insurance"),
        output("insurance"),
        {of(patients_, "insurance-company-uuid"), of(patients_, "insurance-policy"),
         of(patients_, "insurance-start-date")}},
       {input("notes"), output("notes"), {of(patients_, "notes")}}}};
  std::vector<const OpenRecords*> followers_;
};

}  // namespace

std::unique_ptr<ActionRules> make_patient_management_patients_transfer_action(
    const ActionSetup& setup) {
  return std::make_unique<PatientsTransfer>(setup);
}

}  // namespace vip::domains
