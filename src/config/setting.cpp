// Values of settings as text and back.

#include "config/setting.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "config/units.h"

namespace vip::config {
namespace {

const Units& size_units() {
  static const Units units{{"KiB", 1LL << 10}, {"MiB", 1LL << 20}, {"GiB", 1LL << 30}};
  return units;
}

const Units& duration_units() {
  static const Units units{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}};
  return units;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

std::string size_text(std::int64_t bytes) { return write_with_unit(bytes, size_units()); }
std::string duration_text(std::chrono::milliseconds time) {
  return write_with_unit(time.count(), duration_units());
}

bool within(std::int64_t value, const Bounds& bounds) {
  return value >= bounds.min && value <= bounds.max;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

std::string_view to_string(Origin origin) {
  switch (origin) {
    case Origin::file:
      return "file";
    case Origin::environment:
      return "environment";
    case Origin::flag:
      return "flag";
    case Origin::built_in:
      break;
  }
  return "default";
}

std::string SettingBase::variable() const {
  std::string variable = "VIP_" + declaration_.name;
  for (auto& c : variable) {
    if (c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return variable;
}

void SettingBase::preset(std::string_view text) {
  if (!parse(text)) throw std::logic_error{name() + " must be " + accepted()};
  preset_ = this->text();
}

std::optional<std::string> SettingBase::read(std::string_view text, Origin origin) {
  if (!parse(text)) return name() + " must be " + accepted() + ".";
  origin_ = origin;
  return std::nullopt;
}

std::string TextSetting::accepted() const {
  return "one line of at most " + std::to_string(longest_) + " bytes" +
         (default_.empty() ? "" : ", not empty");
}
bool TextSetting::parse(std::string_view text) {
  if (text.size() > longest_ || (text.empty() && !default_.empty()) ||
      text.find_first_of(std::string_view{"\n\r\0", 3}) != std::string_view::npos)
    return false;
  value_ = text;
  return true;
}

std::string ChoiceSetting::value_name() const {
  std::string text;
  for (const auto& choice : choices_) text.append(text.empty() ? "" : "|").append(choice);
  return text;
}
std::string ChoiceSetting::accepted() const {
  std::string text = "one of";
  for (const auto& choice : choices_) text += (choice == choices_.front() ? " " : ", ") + choice;
  return text;
}
bool ChoiceSetting::parse(std::string_view text) {
  if (std::find(choices_.begin(), choices_.end(), text) == choices_.end()) return false;
  value_ = text;
  return true;
}

std::string NumberSetting::accepted() const {
  return "a whole number from " + std::to_string(bounds_.min) + " to " +
         std::to_string(bounds_.max);
}
bool NumberSetting::parse(std::string_view text) {
  const auto value = whole(text);
  if (!value || !within(*value, bounds_)) return false;
  value_ = *value;
  return true;
}

std::string SizeSetting::text() const { return size_text(value_); }
std::string SizeSetting::built_in_text() const { return size_text(default_); }
std::string SizeSetting::accepted() const {
  return "a size from " + size_text(bounds_.min) + " to " + size_text(bounds_.max);
}
bool SizeSetting::parse(std::string_view text) {
  const auto value = read_with_unit(text, size_units(), UnitIs::optional);
  if (!value || !within(*value, bounds_)) return false;
  value_ = *value;
  return true;
}

std::string DurationSetting::text() const { return duration_text(value_); }
std::string DurationSetting::built_in_text() const { return duration_text(default_); }
std::string DurationSetting::accepted() const {
  return "a duration from " + duration_text(range_.min) + " to " + duration_text(range_.max) +
         ", with its unit (ms, s, m, h)";
}
bool DurationSetting::parse(std::string_view text) {
  const auto value = read_with_unit(text, duration_units(), UnitIs::required);
  if (!value || Milliseconds{*value} < range_.min || Milliseconds{*value} > range_.max)
    return false;
  value_ = Milliseconds{*value};
  return true;
}

std::string ListSetting::text() const {
  std::string text;
  for (const auto& value : values_) text.append(text.empty() ? "" : ",").append(value);
  return text;
}
bool ListSetting::parse(std::string_view text) {
  std::vector<std::string> values;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto item = trimmed(text.substr(0, comma));
    if (item.empty()) return false;
    values.emplace_back(item);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  values_ = std::move(values);
  return true;
}

}  // namespace vip::config
