// Rules of opening hours beyond their schema. The text has passed the schema: members have their
// types.
#include "domains/location-management/rules/opening_hours.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/json.h"
#include "core/json_nodes.h"
#include "core/time.h"

namespace vip::domains {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// Minutes since midnight of a member; none if it is absent or null.
std::optional<int> minutes(const json::Node& period, std::string_view name) {
  const json::Node* member = period.find(name);
  if (member == nullptr || !member->is(json::Node::Kind::string)) return std::nullopt;
  const auto time = parse_time_of_day(member->text);
  if (!time) return std::nullopt;
  return time->minutes;
}

struct Period {
  int open = 0;
  int close = 0;
};

std::optional<std::string> contradiction_in_day(std::string_view weekday, const json::Node& day) {
  std::vector<Period> periods;
  for (const json::Node& item : day.items) {
    const Period period{minutes(item, "open").value_or(0), minutes(item, "close").value_or(0)};
    if (period.close <= period.open)
      return std::string(weekday) + ": a period must close after it opens.";
    periods.push_back(period);
  }
  std::ranges::sort(periods, {}, &Period::open);
  for (std::size_t i = 1; i < periods.size(); ++i)
    if (periods[i].open < periods[i - 1].close)
      return std::string(weekday) + ": the periods must not overlap.";
  return std::nullopt;
}

std::optional<std::string> contradiction_in_exceptions(const json::Node& exceptions) {
  std::set<std::string> days;
  for (const json::Node& item : exceptions.items) {
    const json::Node* date = item.find("date");
    if (date != nullptr && !days.insert(date->text).second)
      return "exceptions: a day may stand only once.";
    const json::Node* closed = item.find("closed");
    const auto open = minutes(item, "open");
    const auto close = minutes(item, "close");
    if (closed != nullptr && closed->boolean) {
      if (open || close) return "exceptions: a closed day has no times.";
    } else if (!open || !close) {
      return "exceptions: a day that is not closed needs its times, open and close.";
    } else if (*close <= *open) {
      return "exceptions: a day must close after it opens.";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> contradiction_in(std::string_view opening_hours) {
  const json::Node hours = json::from_json(opening_hours);
  for (const std::string_view weekday : kWeekdays) {
    const json::Node* day = hours.find(weekday);
    if (day == nullptr) continue;
    if (auto contradiction = contradiction_in_day(weekday, *day)) return contradiction;
  }
  const json::Node* exceptions = hours.find("exceptions");
  return exceptions == nullptr ? std::nullopt : contradiction_in_exceptions(*exceptions);
}

}  // namespace vip::domains
