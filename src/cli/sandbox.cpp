// `vip sandbox`: a server with a demo practice, open to try everything on.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <future>
#include <iostream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/serve_options.h"
#include "cli/setting_flags.h"
#include "core/clock_shift.h"
#include "core/time.h"
#include "sandbox/practice.h"
#include "sandbox/practice_examples.h"

namespace vip::cli {
namespace {

constexpr double kSecondTenant = 0.1;  // of the first one's size

struct SandboxState {
  SandboxState() { preset(settings); }
  static void preset(config::Settings& settings) {
    settings.log_level.preset("warning");
    settings.io_threads.preset("2");
    settings.workers.preset("4");
    settings.max_open_tenants.preset("256");  // some may be added to the two
  }
  config::Settings settings;
  SettingFlags flags{settings};
  std::string credentials = ".vip/sandbox.env";
  std::string declarations;
  std::string today;
  double scale = 1.0;
};

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
  constexpr std::string_view kZone = "Europe/London";
  const auto wanted = parse_date(day);
  if (!wanted) return false;
  const Instant now = system_clock().now();
  const TimeOfDay time = time_in_zone(now, kZone);
  // Days of different offsets from UTC are not whole days apart.
  const Instant here = moment_in_zone(date_in_zone(now, kZone), time, kZone);
  const Instant there = moment_in_zone(*wanted, time, kZone);
  shift_system_clock(there.milliseconds - here.milliseconds);
  return true;
}

int serve_sandbox(SandboxState& state, const ServeOptions& serve) {
  const auto tell = [](std::string_view words) { std::cout << "  " << words << std::endl; };
  try {
    ServerProcess process{serve, tell};
    const SandboxAccess access = ensure_sandbox(
        process.platform(), KnownScopes{process.catalogue()}, process.base(), state.credentials);
    process.bind(
        SandboxCredentials{access.client_id, access.client_secret, to_string(access.tenant)});
    // The second, smaller practice is made meanwhile: tenants are written side by side.
    auto second = std::async(std::launch::async, [&] {
      load(process, access.tenant_2, state.scale * kSecondTenant, 2, {});
    });
    load(process, access.tenant, state.scale, 1, &show_progress);
    second.get();
    show_examples(process, access.tenant);
    process.start();
    print_welcome(access, state.credentials);
    return process.serve(reading_again(state.flags, state.settings, &SandboxState::preset));
  } catch (const std::exception& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUnreachable;
  }
}

int run_sandbox(SandboxState& state) {
  const auto errors = state.flags.load();
  for (const auto& error : errors) std::cerr << "vip: " << error << '\n';
  if (!errors.empty()) return kUsage;
  if (!go_to(state.today)) {
    std::cerr << "vip: --today takes a day as YYYY-MM-DD, as 2028-02-29\n";
    return kUsage;
  }
  net::block_signals();
  ServeOptions options;
  try {
    options = serve_options(state.settings);
  } catch (const std::invalid_argument& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUsage;
  }
  options.data = chosen_data_directory(state.settings, state.flags);
  options.makes_directory = true;
  options.declarations = state.declarations;
  return serve_sandbox(state, options);
}

constexpr auto kSandboxNotes =
    R"(The data directory is made when it is missing or empty. The practice is loaded once; its data
survive a restart. Remove the directory to begin anew. One that `vip init` made for an installation
is refused once it has businesses or tenants.)";

}  // namespace

void add_sandbox_command(CLI::App& app, Outcome& outcome) {
  auto state = std::make_shared<SandboxState>();
  CLI::App* command =
      app.add_subcommand("sandbox",
                         "Serve a demo practice to try the API on: two tenants, two clients, "
                         "everything open")
          ->group(kServing);
  add_value(*command, "--credentials", state->credentials, "FILE",
            "File that the address and the credentials are written to (mode 0600)")
      ->capture_default_str();
  command
      ->add_option("--scale", state->scale,
                   "Size of the practice, from 0.001 to 100: 1 has 2,000 clients, 50 is a large "
                   "group")
      ->check(CLI::Range(0.001, 100.0).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
  add_value(*command, "--today", state->today, "DATE",
            "The day, as 2028-02-29, that the sandbox takes for today; to see the practice on "
            "another day");
  add_value(*command, "--declarations", state->declarations, "DIR",
            "Directory to read the declarations from, while developing them");
  state->flags.add_to(*command);
  describe(*command, kSandboxNotes,
           {{"vip sandbox", ""},
            {"vip sandbox --data trial --listen 127.0.0.1:8081 --credentials trial.env "
             "--scale 0.01",
             "a small one beside it"}});
  command->callback([state, &outcome] { outcome.exit_code = run_sandbox(*state); });
}

}  // namespace vip::cli
