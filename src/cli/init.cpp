// `vip init`: the only command, beside `vip sandbox`, that makes a data directory.

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "admin/data_lock.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/failure.h"
#include "cli/setting_flags.h"
#include "core/json.h"
#include "platform/data_directory.h"
#include "platform/platform.h"

namespace vip::cli {
namespace {

struct InitState {
  config::Settings settings;
  SettingFlags flags{settings};
  std::string write_config;
  bool json = false;
};

// For a shell: bare when nothing in it means something there.
std::string shell_word(const std::string& word) {
  constexpr auto kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%,";
  if (word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return text + "'";
}

std::string template_of(config::Settings& settings, const std::string& data) {
  std::string text =
      "# Settings of vip, for --config or VIP_CONFIG. A flag and an environment variable win over "
      "the file.\n# What is commented out has the value that is shown.\n\ndata: ";
  json::append_string(text, data);
  text += '\n';
  for (const auto* setting : settings.all()) {
    if (setting == &settings.data) continue;
    const auto initial = setting->default_text();
    text += "\n# " + setting->meaning() + "\n# Accepted: " + setting->accepted() + ".\n# " +
            setting->name() + ": " + (initial.empty() ? "\"\"" : initial) + "\n";
  }
  return text;
}

// Never over a file that is there.
void write_new_file(const std::string& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0)
    throw std::system_error{errno, std::generic_category(), "cannot make " + file};
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  ::close(descriptor);
  if (!written) throw std::system_error{error, std::generic_category(), "cannot write " + file};
}

int fail_init(const InitState& state, const std::string& reason, int code) {
  return show_failure(reason, state.json, code);
}

// The flag by which the next commands find the directory; empty when they find it without.
std::string flag_for(const InitState& state, const std::string& data) {
  if (!state.write_config.empty()) return " --config " + shell_word(state.write_config);
  switch (state.settings.data.origin()) {
    case config::Origin::flag:
      return " --data " + shell_word(data);
    case config::Origin::file:
      return " --config " + shell_word(state.flags.origin_of(state.settings.data));
    case config::Origin::environment:
    case config::Origin::built_in:
      break;
  }
  return {};
}

void print_result(const InitState& state, const std::string& data) {
  if (state.json) {
    std::string text;
    json::Writer writer{text};
    writer.begin_object().key("data-directory").string(data).key("created").begin_array();
    writer.string(data + "/master.key").string(data + "/platform.db");
    if (!state.write_config.empty()) writer.string(state.write_config);
    writer.end_array().end_object();
    std::cout << text << '\n';
    return;
  }
  std::cout << "Made a platform in " << data << ":\n"
            << "  master.key   the key that all others are sealed with; keep a copy of it apart\n"
            << "  platform.db  businesses, customers, clients, tenants, grants, signing keys\n";
  if (!state.write_config.empty())
    std::cout << "and the settings file " << state.write_config << ".\n";
  const auto flag = flag_for(state, data);
  std::cout << "\nNext, a first integrator and a first customer, and the server:\n"
            << "  vip business create \"Acme Bookings\"" << flag << "\n"
            << "  vip customer create \"Hillside Vets Ltd\"" << flag << "\n"
            << "  vip tenant create --customer \"Hillside Vets Ltd\" --name Hillside" << flag
            << "\n"
            << "  vip client create --business \"Acme Bookings\" --name main" << flag << "\n"
            << "  vip grant add --client main --tenant Hillside --authorised-by \"J. Hill\"" << flag
            << "\n  vip serve" << flag << "\n";
}

int make_platform(const InitState& state, const std::string& data) {
  make_data_directory(data);
  const auto lock = DataLock::take(data);
  if (!lock)
    return fail_init(state, "Another process is making or using " + data + ".", kUnreachable);
  if (data_state(data) == DataState::platform)
    return fail_init(state, "Another process has just made a platform in " + data + ".", kRefused);
  const Platform platform{data, system_clock(), [](std::string_view words) {
                            std::cerr << words << " (this takes a moment)\n";
                          }};
  return kDone;
}

int run_init(InitState& state) {
  const auto wrong = state.flags.load();
  for (const auto& error : wrong) fail_init(state, error, kUsage);
  if (!wrong.empty()) return kUsage;
  const std::string data = chosen_data_directory(state.settings, state.flags);
  const DataState found = data_state(data);
  if (found == DataState::platform || found == DataState::open)
    return fail_init(state, "A platform is in " + data + " already. Nothing was changed.",
                     kRefused);
  if (!can_hold_new_platform(found)) {
    const bool is_denied = found == DataState::unreadable;
    return fail_init(
        state,
        fault_of(found, data) +
            (is_denied ? "" : " Nothing was changed. Name a new or an empty directory."),
        is_denied ? kUnreachable : kRefused);
  }
  if (!state.write_config.empty() && std::filesystem::exists(state.write_config))
    return fail_init(
        state,
        "The file " + state.write_config +
            " is there already. Nothing was changed. Name a new one with --write-config.",
        kRefused);
  if (const int code = make_platform(state, data); code != kDone) return code;
  if (!state.write_config.empty())
    write_new_file(state.write_config, template_of(state.settings, data));
  print_result(state, data);
  return kDone;
}

constexpr auto kInitNotes =
    R"(Makes the directory when it is missing, closes it to other users (mode 0700), makes its master key
and its platform database, and prints the commands that come next. A directory that has other files
in it is refused, and one that has a platform stays as it is.

`vip init` and `vip sandbox` alone make a data directory: every other command refuses one without a
platform, so that a mistyped path never becomes a second platform with a master key of its own.)";

}  // namespace

void add_init_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<InitState>();
  auto* command =
      app.add_subcommand("init", "Make a data directory for a new installation")->group(kServing);
  add_value(*command, "--write-config", state->write_config, "FILE",
            "Also write a settings file that names the directory and explains every setting");
  command->add_flag("--json", state->json, "Print what was made, or the error, as JSON");
  state->flags.add_data_to(*command);
  describe(*command, kInitNotes,
           {{"vip init", "in var"},
            {"vip init --data data --write-config vip.yaml", "then: vip serve --config vip.yaml"}});
  command->callback([state, &outcome] {
    try {
      outcome.exit_code = run_init(*state);
    } catch (const std::exception& error) {
      outcome.exit_code = fail_init(*state, error.what(), kUnreachable);
    }
  });
}

}  // namespace vip::cli
