// One way from a command to the platform and back to the terminal.

#include "cli/admin_call.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "admin/admin_client.h"
#include "admin/tenant_files.h"
#include "blob/blob_store.h"
#include "cli/commands.h"
#include "cli/embedded_declarations.h"
#include "cli/show.h"
#include "core/json.h"
#include "declaration/reader.h"

namespace vip::cli {
namespace {

// Needed only when no server is there to ask: it has the declarations in memory already.
AdminDependencies own_dependencies(const std::string& data) {
  auto read = read_catalogue(embedded_declarations());
  if (!read)
    throw std::runtime_error{"The declarations in this program have errors; see vip check."};
  const auto catalogue = std::make_shared<const Catalogue>(*std::move(read));
  return {KnownScopes{*catalogue},
          [data](const Uuid& tenant) {
            erase_tenant_files(data, tenant);
            make_directory_blobs(data + "/blobs")->erase(tenant);
          },
          [data, catalogue](const Uuid& tenant) {
            StoreOptions options;
            options.directory = data;
            const auto store = open_sqlite_store(*catalogue, options);
            AggregateCheck check =
                check_aggregates(*store, TenantKey::for_internal_work(tenant), *catalogue);
            store->close();
            return check;
          }};
}

int show_refusal(const AdminError& refusal, const AdminOptions& options) {
  const bool is_usage = refusal.kind() == AdminError::Kind::usage;
  if (options.json) {
    std::string text;
    json::Writer{text}.begin_object().key("error").string(refusal.what()).end_object();
    std::cout << text << '\n';
  } else {
    std::cerr << "vip: " << refusal.what() << '\n';
  }
  return is_usage ? kUsage : kRefused;
}

}  // namespace

void add_admin_options(CLI::App& command, AdminOptions& options) {
  command.add_option("--data", options.data, "The data directory")
      ->envname("VIP_DATA")
      ->capture_default_str();
  command.add_flag("--json", options.json, "Print the result as JSON");
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

int call(const AdminCommand& command, const AdminOptions& options, const CallArguments& arguments) {
  const AdminCall request{options.data, command.name, arguments.json(), command.may_create};
  const auto answer = call_admin(
      request, [&] { return own_dependencies(options.data); },
      [](std::string_view words) { std::cerr << words << " (this takes a moment)\n"; });
  if (!answer) {
    std::cerr << "vip: " << answer.error().message << '\n';
    return kUnreachable;
  }
  if (!*answer) return show_refusal(answer->error(), options);
  if (options.json) {
    std::cout << **answer << '\n';
    return kDone;
  }
  std::cout << shown(**answer, command.columns);
  if (!command.note.empty()) std::cout << '\n' << command.note << '\n';
  return kDone;
}

}  // namespace vip::cli
