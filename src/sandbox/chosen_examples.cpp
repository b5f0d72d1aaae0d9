#include "sandbox/chosen_examples.h"

#include <algorithm>
#include <functional>

#include "core/json_nodes.h"
#include "schema/value_json.h"

namespace vip::sandbox {
namespace {

using json::Node;
using json::object;

// Records of a practice by the names of resources and fields. A name that no longer exists throws:
// the declarations have changed, and this has not.
class Finder {
 public:
  Finder(const Catalogue& catalogue, CreateExamples& practice)
      : catalogue_{catalogue}, practice_{practice} {}

  using Wanted = std::initializer_list<std::pair<std::string_view, Value>>;

  // The records with these values, the newest first.
  std::vector<Record> all(std::string_view path, Wanted wanted = {}) const {
    const Resource& resource = catalogue_.resource(path);
    std::vector<Condition> where;
    for (const auto& [field, value] : wanted)
      where.push_back({&resource.field(field), FilterOp::eq, {value}});
    return practice_.select(resource, std::move(where));
  }
  std::optional<Record> any(std::string_view path, Wanted wanted = {}) const {
    std::vector<Record> found = all(path, wanted);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
  }

 private:
  const Catalogue& catalogue_;
  CreateExamples& practice_;
};

Node shown(const Record& record, std::string_view field) {
  const Field& of = record.resource->field(field);
  return json::from_json(json_of(of, record.at(of)));
}

Node id_of(const Record& record) { return json::text(to_string(record.id())); }

using Found = std::optional<ExampleCall>;

const Value kActive{std::string{"Active"}};
const Value kNo{std::int64_t{0}};

std::optional<Record> living_patient(const Finder& find) {
  return find.any("patient-management/patients",
                  {{"status-deceased", kNo}, {"status-sold", kNo}, {"status-rehomed", kNo}});
}

// Each ends another subscription than the other suspends.
Found end_of_subscription(const Finder& find) {
  const auto active = find.all("billing/subscriptions", {{"status", kActive}});
  if (active.empty()) return std::nullopt;
  return ExampleCall{{},
                     object({{"subscription-uuid", id_of(active.front())},
                             {"reason", json::text("Moved to another practice")}})};
}

Found suspension(const Finder& find) {
  const auto active = find.all("billing/subscriptions", {{"status", kActive}});
  if (active.size() < 2) return std::nullopt;
  return ExampleCall{{}, object({{"subscription-uuid", id_of(active[1])}})};
}

Found quote(const Finder& find) {
  const auto item = find.any("formulary-management/stock");
  const auto location = find.any("location-management/locations");
  if (!item || !location) return std::nullopt;
  return ExampleCall{{},
                     object({{"formulary-uuid", id_of(*item)},
                             {"quantity", json::number(2)},
                             {"location-uuid", id_of(*location)}})};
}

Found transfer(const Finder& find) {
  const auto patient = living_patient(find);
  if (!patient) return std::nullopt;
  const Node present = shown(*patient, "account-uuid");
  for (const Record& account : find.all("account-management/accounts"))
    if (to_string(account.id()) != present.text)
      return ExampleCall{{{"patient-uuid", patient->id()}},
                         object({{"account-uuid", id_of(account)}})};
  return std::nullopt;
}

Found likely_patient(const Finder& find) {
  const auto patient = living_patient(find);
  if (!patient) return std::nullopt;
  Node body = object();
  for (const auto* name : {"patient-name", "species-uuid", "account-uuid"})
    json::set(body, name, shown(*patient, name));
  return ExampleCall{{}, std::move(body)};
}

Found delivery(const Finder& find) {
  const auto sent =
      find.all("communications/communication-logs", {{"status", Value{std::string{"Sent"}}}});
  if (sent.empty()) return std::nullopt;
  return ExampleCall{{{"communication-log-uuid", sent.front().id()}},
                     object({{"status", json::text("Delivered")}})};
}

// An invoice does not keep what it was made from.
Found invoice(const Finder& find) {
  const auto billable =
      find.any("clinical/billable-records", {{"status", Value{std::string{"Draft"}}}});
  if (!billable) return std::nullopt;
  return ExampleCall{{},
                     object({{"billing-uuid", shown(*billable, "billing-uuid")},
                             {"billable-uuids", json::array({id_of(*billable)})}})};
}

}  // namespace

std::map<const Resource*, ExampleCall> create_examples(const Catalogue& catalogue,
                                                       CreateExamples& practice) {
  std::map<const Resource*, ExampleCall> calls;
  const Resource* invoices = catalogue.find("billing/invoices");
  if (invoices == nullptr || catalogue.find("clinical/billable-records") == nullptr) return calls;
  if (auto call = invoice({catalogue, practice})) calls.emplace(invoices, std::move(*call));
  return calls;
}

std::map<const Action*, ExampleCall> action_examples(const Catalogue& catalogue,
                                                     CreateExamples& practice) {
  const Finder find{catalogue, practice};
  const std::pair<std::string_view, std::function<Found(const Finder&)>> finders[] = {
      {"billing/subscriptions-end", end_of_subscription},
      {"billing/subscriptions-suspend", suspension},
      {"formulary-management/prices-quote", quote},
      {"patient-management/patients-transfer", transfer},
      {"patient-management/patients-duplicates", likely_patient},
      {"communications/communication-logs-status", delivery}};
  std::map<const Action*, ExampleCall> calls;
  for (const auto& [path, finder] : finders) {
    const Action* action = catalogue.find_action(path);
    if (action == nullptr) continue;  // of a domain that is not served
    if (auto call = finder(find)) calls.emplace(action, std::move(*call));
  }
  return calls;
}

}  // namespace vip::sandbox
