// One way from a command to the platform and back to the terminal.

#include "cli/admin_call.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "admin/admin_client.h"
#include "admin/tenant_files.h"
#include "blob/blob_store.h"
#include "cli/commands.h"
#include "cli/embedded_declarations.h"
#include "cli/failure.h"
#include "cli/patience.h"
#include "cli/repository_options.h"
#include "cli/show.h"
#include "core/json.h"
#include "declaration/reader.h"

namespace vip::cli {
namespace {

// Needed only when no server is there to ask: it has the declarations in memory already.
AdminDependencies own_dependencies(const std::string& data, const config::Settings& settings) {
  auto read = read_catalogue(embedded_declarations());
  if (!read) throw std::runtime_error{"The declarations in this program have errors."};
  const auto catalogue = std::make_shared<const Catalogue>(*std::move(read));
  return {KnownScopes{*catalogue},
          [data](const Uuid& tenant) {
            erase_tenant_files(data, tenant);
            make_directory_blobs(data + "/blobs")->erase(tenant);
          },
          [data, catalogue](const TenantRecord& tenant) {
            StoreOptions options;
            options.directory = data;
            options.created_of = [&](const Uuid&) { return std::optional{tenant.created}; };
            const auto store = open_sqlite_store(*catalogue, options);
            AggregateCheck check = check_aggregates(
                *store, TenantKey::for_internal_work(tenant.tenant.id), *catalogue);
            store->close();
            return check;
          },
          backups_with(backup_place(settings))};
}

// All reasons, one on each line for people.
int show_failures(const std::vector<std::string>& reasons, bool as_json, int code) {
  const char* between = as_json ? " " : "\nvip: ";
  return show_failure(fmt::format("{}", fmt::join(reasons, between)), as_json, code);
}

int show_refusal(const AdminError& refusal, bool as_json) {
  const bool is_usage = refusal.kind() == AdminError::Kind::usage;
  return show_failure(refusal.what(), as_json, is_usage ? kUsage : kRefused);
}

tl::expected<AdminAnswer, Unreachable> ask(const AdminCall& call,
                                           const config::Settings& settings) {
  const Patience patience{"vip " + call.command};
  return call_admin(
      call, [&] { return own_dependencies(call.data, settings); },
      [](std::string_view words) { std::cerr << words << " (this takes a moment)\n"; });
}

}  // namespace

void add_admin_options(CLI::App& command, AdminOptions& options) {
  command.add_flag("--json", options.json, "Print the result, or the error, as JSON");
  options.flags.add_data_to(command);
}

std::string& CallArguments::member(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  json::append_string(text_, name);
  return text_ += ':';
}

CallArguments& CallArguments::text(std::string_view name, const std::string& value) {
  if (!value.empty()) json::append_string(member(name), value);
  return *this;
}

CallArguments& CallArguments::texts(std::string_view name, const std::vector<std::string>& values) {
  return values.empty() ? *this : list(name, values);
}

CallArguments& CallArguments::list(std::string_view name, const std::vector<std::string>& values) {
  json::Writer writer{member(name)};
  writer.begin_array();
  for (const auto& value : values) writer.string(value);
  writer.end_array();
  return *this;
}

CallArguments& CallArguments::flag(std::string_view name, bool value) {
  if (value) member(name) += "true";
  return *this;
}

CallArguments& CallArguments::number(std::string_view name, std::int64_t value) {
  member(name) += std::to_string(value);
  return *this;
}

int call(const AdminCommand& command, AdminOptions& options, const CallArguments& arguments) {
  const auto wrong = options.flags.load();
  if (!wrong.empty()) return show_failures(wrong, options.json, kUsage);
  return call(command, options.settings, options.flags, options.json, arguments);
}

int call(const AdminCommand& command, const config::Settings& settings, const SettingFlags& flags,
         bool as_json, const CallArguments& arguments) {
  const std::string data = chosen_data_directory(settings, flags);
  const auto answer = ask({data, command.name, arguments.json()}, settings);
  if (!answer) return show_failure(answer.error().message, as_json, kUnreachable);
  if (!*answer) return show_refusal(answer->error(), as_json);
  if (as_json) {
    std::cout << **answer << '\n';
    return kDone;
  }
  std::cout << shown(**answer, command.columns);
  if (!command.note.empty()) std::cout << '\n' << command.note << '\n';
  return kDone;
}

int call_pages(const std::vector<std::string>& commands, AdminOptions& options,
               const std::function<CallArguments(std::int64_t after)>& arguments,
               const std::function<bool(const json::Node& result)>& show) {
  // Longer than a page of rows can be.
  constexpr json::Limits kPageLimits{.depth = 32, .nodes = 1'000'000};
  const auto wrong = options.flags.load();
  if (!wrong.empty()) return show_failures(wrong, options.json, kUsage);
  const std::string data = chosen_data_directory(options.settings, options.flags);
  for (const auto& command : commands) {
    for (std::optional<std::int64_t> after{0}; after;) {
      const auto answer = ask({data, command, arguments(*after).json()}, options.settings);
      if (!answer) return show_failure(answer.error().message, options.json, kUnreachable);
      if (!*answer) return show_refusal(answer->error(), options.json);
      const auto page = json::parse(**answer, kPageLimits);
      const auto* results = page ? page->find("results") : nullptr;
      if (results == nullptr)
        return show_failure("The answer is not a page.", options.json, kRefused);
      for (const auto& result : results->items)
        if (!show(result)) return kRefused;
      const auto* next = page->find("next");
      after = next == nullptr ? std::nullopt : std::optional<std::int64_t>{std::stoll(next->text)};
    }
  }
  return kDone;
}

}  // namespace vip::cli
