#include "config/settings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace vip::config {
namespace {

TEST(Settings, EachKindReadsWhatItShows) {
  Settings settings;
  for (auto* setting : settings.all()) {
    const auto before = setting->text();
    EXPECT_EQ(setting->read(before, Origin::flag), std::nullopt) << setting->name();
    EXPECT_EQ(setting->text(), before) << setting->name();
    EXPECT_EQ(before, setting->default_text()) << setting->name();
    EXPECT_FALSE(setting->meaning().empty());
  }
}

TEST(Settings, NamesAreUnique) {
  Settings settings;
  std::set<std::string> names;
  for (const auto* setting : settings.all())
    EXPECT_TRUE(names.insert(setting->name()).second) << setting->name();
  EXPECT_EQ(settings.find("token-lifetime")->variable(), "VIP_TOKEN_LIFETIME");
}

TEST(Settings, ValuesAreChecked) {
  struct Row {
    const char* name;
    const char* value;
    bool accepted;
    const char* shown;
  };
  const Row rows[] = {
      {"token-lifetime", "24h", true, "24h"},
      {"token-lifetime", "1440m", true, "24h"},
      {"token-lifetime", "90m", true, "90m"},
      {"token-lifetime", "9m", false, ""},
      {"token-lifetime", "25h", false, ""},
      {"token-lifetime", "86400", false, ""},
      {"token-lifetime", "-1h", false, ""},
      {"token-lifetime", "", false, ""},
      {"token-lifetime", "99999999999999999h", false, ""},
      {"token-lifetime", "+1h", false, ""},
      {"token-lifetime", " 1h", false, ""},
      {"token-lifetime", "1h ", false, ""},
      {"token-lifetime", "1 h", false, ""},
      {"token-lifetime", "1.5h", false, ""},
      {"token-lifetime", "h", false, ""},
      {"token-lifetime", "1H", false, ""},
      {"token-lifetime", "1h30m", false, ""},
      {"token-lifetime", "012h", true, "12h"},
      {"stop-timeout", "0ms", true, "0ms"},
      {"stop-timeout", "000s", true, "0ms"},
      {"stop-timeout", "0", false, ""},
      {"body-limit", "2MiB", true, "2MiB"},
      {"body-limit", "0x10000", false, ""},
      {"body-limit", "0200000", true, "200000"},
      {"body-limit", "2mib", false, ""},
      {"body-limit", "99999999999999999999", false, ""},
      {"body-limit", "1048577", true, "1048577"},
      {"body-limit", "1MB", false, ""},
      {"body-limit", "1", false, ""},
      {"io-threads", "4", true, "4"},
      {"io-threads", "4.5", false, ""},
      {"io-threads", "-1", false, ""},
      {"log-level", "debug", true, "debug"},
      {"log-level", "loud", false, ""},
      {"trusted-proxies", "10.0.0.0/8, ::1", true, "10.0.0.0/8,::1"},
      {"trusted-proxies", "", true, ""},
      {"trusted-proxies", "a,,b", false, ""},
      {"listen", "a\nb", false, ""},
      {"listen", "", false, ""},
      {"data", "", false, ""},
      {"base-url", "", true, ""},
  };
  for (const auto& row : rows) {
    Settings settings;
    auto* setting = settings.find(row.name);
    const auto error = setting->read(row.value, Origin::flag);
    EXPECT_EQ(!error, row.accepted) << row.name << " " << row.value;
    EXPECT_EQ(setting->text(), row.accepted ? row.shown : setting->default_text()) << row.name;
    EXPECT_NE(error.value_or(row.name).find(row.name), std::string::npos);
  }
}

class SettingsFile : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path); }
  std::vector<std::string> load_text(const std::string& text,
                                     const std::map<std::string, std::string>& variables = {}) {
    std::ofstream{path} << text;
    return load(settings,
                {path, [variables](const std::string& name) -> std::optional<std::string> {
                   const auto found = variables.find(name);
                   return found == variables.end() ? std::nullopt : std::optional{found->second};
                 }});
  }
  std::string path =
      (std::filesystem::temp_directory_path() / ("vip-settings-" + std::to_string(::getpid())))
          .string();
  Settings settings;
};

TEST(Settings, ACommandHasDefaultsOfItsOwn) {
  Settings settings;
  settings.log_level.preset("warning");
  EXPECT_EQ(settings.log_level.get(), "warning");
  EXPECT_EQ(settings.log_level.default_text(), "warning");
  EXPECT_EQ(settings.log_level.origin(), Origin::built_in);
  EXPECT_FALSE(settings.log_level.read("error", Origin::flag));
  EXPECT_EQ(settings.log_level.get(), "error");
  EXPECT_EQ(settings.log_level.value_name(), "info|debug|warning|error");
  EXPECT_THROW(settings.log_level.preset("shout"), std::logic_error);
}

TEST_F(SettingsFile, TheEnvironmentWinsOverTheFile) {
  const auto errors =
      load_text("listen: 0.0.0.0:80\ntrusted-proxies: [10.0.0.0/8, 192.0.2.1]\nio-threads: 3\n",
                {{"VIP_IO_THREADS", "2"}});
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(settings.listen.get(), "0.0.0.0:80");
  EXPECT_EQ(settings.listen.origin(), Origin::file);
  EXPECT_EQ(settings.io_threads.get(), 2);
  EXPECT_EQ(settings.io_threads.origin(), Origin::environment);
  EXPECT_EQ(settings.trusted_proxies.get(), (std::vector<std::string>{"10.0.0.0/8", "192.0.2.1"}));
  EXPECT_EQ(settings.data.origin(), Origin::built_in);
}

TEST_F(SettingsFile, EveryErrorIsToldWithItsLine) {
  const auto errors = load_text("io-threads: many\n\ntoken-lifetme: 1h\nmax-open-tenants: {a: 1}\n",
                                {{"VIP_LOG_LEVEL", "shout"}});
  ASSERT_EQ(errors.size(), 4U);
  EXPECT_EQ(errors[0], path + ":1: io-threads must be a whole number from 0 to 256.");
  EXPECT_EQ(errors[1], path + ":3: there is no such setting; did you mean token-lifetime?");
  EXPECT_NE(errors[2].find(":4: max-open-tenants must be"), std::string::npos);
  EXPECT_NE(errors[3].find("VIP_LOG_LEVEL"), std::string::npos);
}

TEST_F(SettingsFile, WhatIsNoMappingIsRefused) {
  EXPECT_EQ(load_text("- a\n").size(), 1U);
  EXPECT_EQ(load_text("a: [\n").size(), 1U);
  EXPECT_TRUE(load_text("").empty());
  EXPECT_EQ(load(settings, {"/nonexistent/vip.yaml", {}}).size(), 1U);
}

}  // namespace
}  // namespace vip::config
