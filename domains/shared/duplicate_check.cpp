#include "domains/shared/duplicate_check.h"

#include <algorithm>
#include <stdexcept>

#include "schema/duplicates.h"
#include "schema/text_keys.h"

namespace vip::domains {
namespace {

constexpr std::size_t kMostOfOneValue = 1000;  // records with the same number, postcode or chip

bool is_hidden(const Record& record) {
  const Resource& resource = *record.resource;
  return resource.deactivates() &&
         record.values[static_cast<std::size_t>(resource.deactivation_field)] ==
             Value{resource.hidden_value()};
}

}  // namespace

DuplicateCheck::DuplicateCheck(const Resource& resource) : resource_{resource} {
  for (const DuplicateSign& declared : resource.duplicates) {
    Sign sign;
    for (const std::string& name : declared.fields) sign.parts.push_back(part_of(name));
    const auto last =
        std::ranges::find_if(sign.parts.rbegin(), sign.parts.rend(),
                             [](const Part& part) { return part.field.field->indexed; });
    if (last == sign.parts.rend())
      throw std::logic_error{resource.file + ": " + declared.reason +
                             ": no field of the sign has an index"};
    sign.finds = *last;
    signs_.push_back(std::move(sign));
  }
}

DuplicateCheck::Part DuplicateCheck::part_of(const std::string& name) const {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {name, nullptr, {&resource_.field(name)}};
  const auto relation =
      std::ranges::find(resource_.relations, name.substr(0, dot), &Relation::name);
  return {name, &*relation, {&relation->target->field(name.substr(dot + 1))}};
}

bool DuplicateCheck::has_all(const Sign& sign, const Candidate& candidate) {
  return std::ranges::all_of(sign.parts, [&](const Part& part) {
    const auto value = candidate.find(part.name);
    return value != candidate.end() && !is_null(value->second);
  });
}

bool DuplicateCheck::is_alike(const Part& part, const Candidate& candidate, const Record& own,
                              const Record& related) {
  const Record& record = part.relation == nullptr ? own : related;
  if (!record.has(part.field)) return false;
  const Value& wanted = candidate.find(part.name)->second;
  const auto* text = std::get_if<std::string>(&wanted);
  const Field& field = *part.field.field;
  if (text == nullptr || field.type != FieldType::text) return record.at(part.field) == wanted;
  return duplicate_key(field, record.text(part.field)) == duplicate_key(field, *text);
}

void DuplicateCheck::look(std::size_t index, const Candidate& candidate, DataContext& data,
                          Found& found) const {
  const Sign& sign = signs_[index];
  if (!has_all(sign, candidate)) return;
  const Value& value = candidate.find(sign.finds.name)->second;
  for (const Record& one : data.all_with(sign.finds.field, value, kMostOfOneValue)) {
    std::optional<Record> owner;
    if (sign.finds.relation != nullptr)
      owner = data.find(resource_, one.uuid({sign.finds.relation->by_field}));
    if (sign.finds.relation != nullptr && !owner) continue;
    const Record& own = owner ? *owner : one;
    const bool alike = std::ranges::all_of(sign.parts, [&](const Part& part) {
      return part.name == sign.finds.name || is_alike(part, candidate, own, one);
    });
    if (alike && !is_hidden(own)) found[own.id()] |= std::uint64_t{1} << index;
  }
}

std::vector<DuplicateCheck::Match> DuplicateCheck::matches(const Candidate& candidate,
                                                           DataContext& data) const {
  Found found;
  for (std::size_t sign = 0; sign < signs_.size(); ++sign) look(sign, candidate, data, found);
  std::vector<Match> matches;
  for (const auto& [id, signs] : found) {
    Match match{id, combined_score(resource_, signs), {}};
    for (std::size_t sign = 0; sign < signs_.size(); ++sign)
      if ((signs >> sign & 1U) != 0) match.reasons.push_back(resource_.duplicates[sign].reason);
    matches.push_back(std::move(match));
  }
  // Ids are in the order of creation.
  std::ranges::stable_sort(matches, std::ranges::greater{}, &Match::score);
  if (matches.size() > kMost) matches.resize(kMost);
  return matches;
}

}  // namespace vip::domains
