// `vip sandbox`: a server with a demo practice, open to try everything on.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <future>
#include <iostream>

#include "cli/commands.h"
#include "cli/serve_options.h"
#include "core/clock_shift.h"
#include "core/time.h"
#include "sandbox/practice.h"
#include "sandbox/practice_examples.h"

namespace vip::cli {
namespace {

constexpr double kSecondTenant = 0.1;      // of the first one's size
constexpr std::size_t kTenantsOpen = 256;  // some may be added to the two

struct SandboxOptions {
  std::string listen = "127.0.0.1:8080";
  std::string data = "var";
  std::string credentials = ".vip/sandbox.env";
  std::string declarations;
  std::string base;
  std::string log_level = "warning";
  std::string today;
  double scale = 1.0;
  unsigned io_threads = 2;
  Support support;
};

LogLevel level_named(const std::string& name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "info") return LogLevel::info;
  return name == "error" ? LogLevel::error : LogLevel::warning;
}

// One line that is written over on a terminal; elsewhere a line for each tenth of the way.
void show_progress(std::string_view what, std::size_t done, std::size_t of) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  static std::string printed;
  const std::string tenth =
      std::string(what) + std::to_string(of == 0 ? 10 : std::min<std::size_t>(10, done * 10 / of));
  if (!terminal && tenth == printed) return;
  printed = tenth;
  std::cout << (terminal ? "\r\033[K" : "") << "  " << what << ": " << done << " of " << of;
  if (!terminal || done == of) std::cout << '\n';
  std::cout.flush();
}

using Progress = std::function<void(std::string_view, std::size_t, std::size_t)>;

Tenant tenant_of(ServerProcess& process, const Uuid& id) {
  const auto found = process.platform().directory().tenant(id);
  if (!found)
    throw std::runtime_error(
        "The sandbox's tenant is gone; begin anew with an empty data directory.");
  return *found;
}

sandbox::Loading loading_into(ServerProcess& process, const Progress& progress) {
  return {process.store(), process.engine(), process.catalogue(),
          process.spool(), process.blobs(),  progress};
}

void load(ServerProcess& process, const Uuid& tenant, double scale, std::uint64_t seed,
          const Progress& progress) {
  const sandbox::Loading loading = loading_into(process, progress);
  sandbox::load_practice(loading, tenant_of(process, tenant), sandbox::size_of(scale), seed);
}

// The documents name records of the first tenant.
void show_examples(ServerProcess& process, const Uuid& tenant) {
  process.portal().show_examples(std::make_unique<sandbox::PracticeExamples>(
      loading_into(process, {}), tenant_of(process, tenant)));
}

void print_welcome(const SandboxAccess& access, const std::string& credentials) {
  const std::string tenant = to_string(access.tenant);
  std::cout
      << "\nThe sandbox answers at " << access.url << "\n\n"
      << "  explorer       " << access.url << "/explorer\n"
      << "  documentation  " << access.url << "/docs\n\n"
      << "  client id      " << access.client_id << "\n"
      << "  client secret  " << access.client_secret << "\n"
      << "  tenant         " << tenant << "\n"
      << "  all of these   " << credentials << "\n\n"
      << "Try it: a token, the first clients, a new one.\n\n"
      << "  . " << credentials << "\n"
      << "  TOKEN=$(curl -s $VIP_URL/oauth/token -H 'Content-Type: application/json' "
      << "-d "
         "\"{\\\"client_id\\\":\\\"$VIP_CLIENT_ID\\\",\\\"client_secret\\\":\\\"$VIP_CLIENT_"
         "SECRET\\\"}\" "
      << "| sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n"
      << "  curl -s \"$VIP_URL/contact-management/v1/api/contacts?contact-type=Client&size=2\" "
      << "-H \"Authorization: Bearer $TOKEN\" -H \"Tenant-Id: $VIP_TENANT_ID\"\n"
      << "  curl -s $VIP_URL/location-management/v1/api/regions -H \"Authorization: Bearer "
         "$TOKEN\" "
      << "-H \"Tenant-Id: $VIP_TENANT_ID\" -H 'Content-Type: application/json' -d "
         "'{\"name\":\"Borders\"}'\n\n"
      << "Ctrl-C ends it; the data stay.\n";
  std::cout.flush();
}

// The same time of the day that is asked for, by the clocks of the practice.
bool go_to(const std::string& day) {
  if (day.empty()) return true;
  constexpr std::int64_t kDay = 86'400'000;
  const auto wanted = parse_date(day);
  if (!wanted) return false;
  const Date today = date_in_zone(system_clock().now(), "Europe/London");
  shift_system_clock((static_cast<std::int64_t>(wanted->days) - today.days) * kDay);
  return true;
}

int run_sandbox(const SandboxOptions& options) {
  if (!go_to(options.today)) {
    std::cerr << "vip: --today takes a day as YYYY-MM-DD\n";
    return kUsage;
  }
  const auto listen = parse_listen(options.listen);
  if (!listen) {
    std::cerr
        << "vip: --listen takes HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:8080\n";
    return kUsage;
  }
  net::block_signals();
  ServeOptions serve;
  serve.data = options.data;
  serve.listen = *listen;
  serve.base = options.base;
  serve.io_threads = options.io_threads;
  serve.max_open_tenants = kTenantsOpen;
  serve.declarations = options.declarations;
  serve.support = options.support;
  serve.log_level = level_named(options.log_level);
  const auto tell = [](std::string_view words) { std::cout << "  " << words << std::endl; };
  try {
    ServerProcess process{serve, tell};
    const SandboxAccess access = ensure_sandbox(
        process.platform(), KnownScopes{process.catalogue()}, process.base(), options.credentials);
    process.bind(
        SandboxCredentials{access.client_id, access.client_secret, to_string(access.tenant)});
    // The second, smaller practice is made meanwhile: tenants are written side by side.
    auto second = std::async(std::launch::async, [&] {
      load(process, access.tenant_2, options.scale * kSecondTenant, 2, {});
    });
    load(process, access.tenant, options.scale, 1, &show_progress);
    second.get();
    show_examples(process, access.tenant);
    process.start();
    print_welcome(access, options.credentials);
    return process.serve();
  } catch (const std::exception& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUnreachable;
  }
}

}  // namespace

namespace {

// By the names of the settings: a sandbox has its operator too.
void add_support_options(CLI::App& command, Support& support) {
  const config::Settings settings;
  const auto add = [&](const config::SettingBase& setting, std::string& value) {
    command.add_option("--" + setting.name(), value, setting.meaning())
        ->envname(setting.variable());
  };
  add(settings.support_name, support.name);
  add(settings.support_email, support.email);
  add(settings.support_phone, support.phone);
  add(settings.support_hours, support.hours);
  add(settings.support_url, support.url);
}

}  // namespace

void add_sandbox_command(CLI::App& app, Outcome& outcome) {
  auto options = std::make_shared<SandboxOptions>();
  CLI::App* command = app.add_subcommand(
      "sandbox",
      "Serve a demo practice to try the API on: two tenants, two clients, everything open.");
  command->add_option("--listen", options->listen, "HOST:PORT to listen on")->capture_default_str();
  command->add_option("--data", options->data, "Directory of the data; made when it is not there")
      ->capture_default_str();
  command
      ->add_option("--credentials", options->credentials,
                   "File that the address and credentials are written to (0600)")
      ->capture_default_str();
  command
      ->add_option("--scale", options->scale,
                   "Size of the practice: 1 has 2,000 clients, 50 is a large group")
      ->check(CLI::Range(0.001, 100.0))
      ->capture_default_str();
  command->add_option(
      "--today", options->today,
      "The day, as YYYY-MM-DD, that the sandbox takes for today; to see the practice "
      "on another day");
  command->add_option("--base-url", options->base,
                      "URL that clients use, when it is not http://HOST:PORT");
  command->add_option("--declarations", options->declarations,
                      "Directory to read the declarations from, while developing them");
  command->add_option("--log-level", options->log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  command->add_option("--io-threads", options->io_threads, "Threads that accept, read and answer")
      ->check(CLI::Range(1U, 64U))
      ->capture_default_str();
  add_support_options(*command, options->support);
  command->footer(
      "The practice is loaded once; its data survive a restart. Remove the data directory to begin "
      "anew.");
  command->callback([options, &outcome] { outcome.exit_code = run_sandbox(*options); });
}

}  // namespace vip::cli
