#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vip::config {

// Who set a setting; the later one in this list wins.
enum class Origin : std::uint8_t { built_in, file, environment, flag };
std::string_view to_string(Origin origin);

// What a setting is: said once, from which follow the file's key, the environment variable, the
// flag, the check, the dump and the documentation.
struct Declaration {
  std::string name;     // kebab-case: "token-lifetime"; VIP_TOKEN_LIFETIME; --token-lifetime
  std::string meaning;  // one or two sentences for an operator
  std::string value_name = "TEXT";  // what stands for a value in help: HOST:PORT, DIR, URL
  bool secret = false;              // shown masked
};

class SettingBase {
 public:
  explicit SettingBase(Declaration declaration) : declaration_{std::move(declaration)} {}
  virtual ~SettingBase() = default;
  SettingBase(const SettingBase&) = delete;
  SettingBase& operator=(const SettingBase&) = delete;

  const std::string& name() const { return declaration_.name; }
  const std::string& meaning() const { return declaration_.meaning; }
  // What stands for a value in help; all values when they are few: sandbox|production.
  virtual std::string value_name() const { return declaration_.value_name; }
  bool secret() const { return declaration_.secret; }
  Origin origin() const { return origin_; }
  std::string variable() const;  // VIP_TOKEN_LIFETIME

  // Takes a value, or says what is accepted (never the value). A setting that is refused stays as
  // it was.
  std::optional<std::string> read(std::string_view text, Origin origin);

  // Another default for one command. Throws std::logic_error when it is not accepted.
  void preset(std::string_view text);

  virtual std::string text() const = 0;  // as read() takes it
  std::string default_text() const { return preset_ ? *preset_ : built_in_text(); }
  virtual std::string accepted() const = 0;       // "a duration from 10m to 24h"
  virtual bool is_list() const { return false; }  // written comma-separated

 protected:
  virtual bool parse(std::string_view text) = 0;
  virtual std::string built_in_text() const = 0;

 private:
  Declaration declaration_;
  std::optional<std::string> preset_;
  Origin origin_ = Origin::built_in;
};

// Not empty, unless that is the default.
class TextSetting final : public SettingBase {
 public:
  TextSetting(Declaration declaration, std::string initial, std::size_t longest = 255)
      : SettingBase{std::move(declaration)},
        default_{initial},
        value_{std::move(initial)},
        longest_{longest} {}
  const std::string& get() const { return value_; }
  std::string text() const override { return value_; }
  std::string built_in_text() const override { return default_; }
  std::string accepted() const override;

 private:
  bool parse(std::string_view text) override;
  std::string default_, value_;
  std::size_t longest_;
};

class ChoiceSetting final : public SettingBase {
 public:
  ChoiceSetting(Declaration declaration,
                std::vector<std::string> choices)  // the first one is the default
      : SettingBase{std::move(declaration)},
        choices_{std::move(choices)},
        value_{choices_.front()} {}
  const std::string& get() const { return value_; }
  std::string value_name() const override;
  std::string text() const override { return value_; }
  std::string built_in_text() const override { return choices_.front(); }
  std::string accepted() const override;

 private:
  bool parse(std::string_view text) override;
  std::vector<std::string> choices_;
  std::string value_;
};

struct Bounds {
  std::int64_t min = 0;
  std::int64_t max = INT64_MAX;
};

class NumberSetting final : public SettingBase {
 public:
  NumberSetting(Declaration declaration, std::int64_t initial, Bounds bounds)
      : SettingBase{std::move(declaration)}, default_{initial}, value_{initial}, bounds_{bounds} {}
  std::int64_t get() const { return value_; }
  std::string value_name() const override { return "N"; }
  std::string text() const override { return std::to_string(value_); }
  std::string built_in_text() const override { return std::to_string(default_); }
  std::string accepted() const override;

 private:
  bool parse(std::string_view text) override;
  std::int64_t default_, value_;
  Bounds bounds_;
};

// Bytes, written with or without a unit: 1048576, 64KiB, 1MiB, 2GiB.
class SizeSetting final : public SettingBase {
 public:
  SizeSetting(Declaration declaration, std::int64_t initial, Bounds bounds)
      : SettingBase{std::move(declaration)}, default_{initial}, value_{initial}, bounds_{bounds} {}
  std::size_t get() const { return static_cast<std::size_t>(value_); }
  std::string value_name() const override { return "SIZE"; }
  std::string text() const override;
  std::string built_in_text() const override;
  std::string accepted() const override;

 private:
  bool parse(std::string_view text) override;
  std::int64_t default_, value_;
  Bounds bounds_;
};

// A duration, written with its unit: 500ms, 30s, 10m, 24h.
class DurationSetting final : public SettingBase {
 public:
  using Milliseconds = std::chrono::milliseconds;
  struct Range {
    Milliseconds min, max;
  };
  DurationSetting(Declaration declaration, Milliseconds initial, Range range)
      : SettingBase{std::move(declaration)}, default_{initial}, value_{initial}, range_{range} {}
  Milliseconds get() const { return value_; }
  std::string value_name() const override { return "DURATION"; }
  std::string text() const override;
  std::string built_in_text() const override;
  std::string accepted() const override;

 private:
  bool parse(std::string_view text) override;
  Milliseconds default_, value_;
  Range range_;
};

class ListSetting final : public SettingBase {
 public:
  ListSetting(Declaration declaration, std::string what)  // "address ranges as 10.0.0.0/8"
      : SettingBase{std::move(declaration)}, what_{std::move(what)} {}
  const std::vector<std::string>& get() const { return values_; }
  std::string value_name() const override { return "LIST"; }
  std::string text() const override;
  std::string built_in_text() const override { return {}; }
  std::string accepted() const override { return "a list of " + what_ + ", separated by commas"; }
  bool is_list() const override { return true; }

 private:
  bool parse(std::string_view text) override;
  std::string what_;
  std::vector<std::string> values_;
};

}  // namespace vip::config
