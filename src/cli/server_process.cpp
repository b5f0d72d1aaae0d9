// Composition: settings become parts, parts become a server.
//
// The order of the members is the order of their needs; nothing here decides anything that a part
// could decide itself.

#include "cli/server_process.h"

#include <malloc.h>

#include <stdexcept>
#include <system_error>
#include <thread>

#include "admin/known_scopes.h"
#include "cli/embedded_declarations.h"
#include "cli/open_files.h"
#include "core/observation.h"
#include "declaration/reader.h"
#include "jobs/uncommitted_contents.h"
#include "obs/process_gauges.h"
#include "platform/data_directory.h"
#include "platform/security_log.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

constexpr std::size_t kAdminConnections = 64;

DataLock take_lock(const ServeOptions& options) {
  const std::string& directory = options.data;
  const DataState state = data_state(directory);
  const bool is_new = options.makes_directory && can_hold_new_platform(state);
  if (!is_new && state != DataState::platform)
    throw std::runtime_error(options.makes_directory
                                 ? fault_of(state, directory) + " Name another one with --data."
                                 : fault_and_advice(state, directory));
  if (state == DataState::missing) make_data_directory(directory);
  auto lock = DataLock::take(directory);
  if (!lock)
    throw std::runtime_error(
        "The data directory " + directory +
        " is in use by another process. End that one, or name another directory with --data.");
  return std::move(*lock);
}

Catalogue load_catalogue(const std::string& directory) {
  auto catalogue =
      read_catalogue(directory.empty() ? embedded_declarations() : declarations_in(directory));
  if (catalogue) return std::move(*catalogue);
  std::string message = "The declarations have errors:";
  for (const DeclarationError& error : catalogue.error())
    message.append("\n  ")
        .append(error.file)
        .append(":")
        .append(std::to_string(error.line))
        .append(": ")
        .append(error.message);
  throw std::runtime_error(message);
}

std::unique_ptr<net::Server> listen_on(http::Application& application, const net::Listen& listen,
                                       const net::Limits& limits, unsigned io_threads,
                                       const char* flag) {
  try {
    return std::make_unique<net::Server>(application, listen, limits, io_threads);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::address_in_use) throw;
    throw std::runtime_error(std::string(error.what()) +
                             ". End the process that listens there, or name another address with " +
                             flag + ".");
  }
}

std::string base_of(const ServeOptions& options) {
  if (!options.base.empty()) return options.base;
  const std::string& listened = options.listen.host;
  // Nobody can call an address that stands for all of them.
  const bool is_any = listened == "0.0.0.0" || listened == "::";
  const bool bare_ipv6 = listened.find(':') != std::string::npos;
  const std::string host = is_any ? "localhost" : bare_ipv6 ? "[" + listened + "]" : listened;
  return "http://" + host + ":" + std::to_string(options.listen.port);
}

StoreOptions store_options(const ServeOptions& options) {
  StoreOptions store;
  store.directory = options.data;
  store.max_open_tenants = options.max_open_tenants;
  store.writers = options.writers;
  store.queue = options.write_queue;
  return store;
}

Audit::Keep keeper(Platform& platform) {
  return [&platform](const std::vector<AuditEntry>& entries) {
    std::vector<SecurityEvent> events;
    for (const AuditEntry& entry : entries)
      events.push_back({entry.kind, entry.detail, entry.time});
    SecurityLog{platform.database()}.append(events);
  };
}

AdminDependencies dependencies(const Catalogue& catalogue, Store& store, BlobStore& blobs,
                               JobRunner& jobs) {
  return {KnownScopes{catalogue},
          [&store, &blobs, &jobs](const Uuid& tenant) {
            jobs.forget(tenant);
            store.erase_tenant(TenantKey::for_internal_work(tenant));
            blobs.erase(tenant);
          },
          [&catalogue, &store](const Uuid& tenant) {
            return check_aggregates(store, TenantKey::for_internal_work(tenant), catalogue);
          }};
}

std::function<std::optional<Tenant>(const Uuid&)> tenants_of(Platform& platform) {
  return [&platform](const Uuid& id) -> std::optional<Tenant> {
    const auto tenant = platform.directory().tenant(id);
    return tenant ? std::optional{*tenant} : std::nullopt;
  };
}

// Answers of a megabyte are built and let go of many times a second. With glibc's own thresholds
// each would be given back to the kernel and come again page by page, which costs a quarter of the
// time that such an answer takes; so much of freed memory is kept instead, for each arena.
void keep_freed_memory() {
  ::mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
}

}  // namespace

ServerProcess::ServerProcess(const ServeOptions& options, const Platform::Progress& progress)
    : options_{options},
      lock_{take_lock(options)},
      log_{options.log_level},
      catalogue_{load_catalogue(options.declarations)},
      platform_{options.data, system_clock(), progress, Platform::KeysAre::made_meanwhile},
      audit_{keeper(platform_)},
      rules_{catalogue_, registered_rules(), registered_actions(), registered_jobs()},
      engine_{catalogue_, rules_, system_clock()},
      store_{open_sqlite_store(catalogue_, store_options(options))},
      spool_{options.data + "/spool"},
      blobs_{make_directory_blobs(options.data + "/blobs")},
      base_{base_of(options)},
      identity_{base_, base_},
      verifier_{platform_, identity_},
      authenticator_{platform_.directory(), verifier_, system_clock()},
      sealer_{platform_.derived_key("cursor")},
      workers_{options.workers, 1024},
      responders_{1, options.write_queue},
      jobs_{options.data, catalogue_, *store_, engine_, tenants_of(platform_), options.jobs},
      token_endpoint_{platform_, identity_, options.token_lifetime, options.token_failures},
      token_path_{token_endpoint_, workers_, base_},
      well_known_{platform_, base_, KnownScopes{catalogue_}.names()},
      admin_service_{platform_, dependencies(catalogue_, *store_, *blobs_, jobs_)} {
  observe_everything();
  const OpenFiles files =
      allow_open_files(files_needed(options.max_open_tenants, options.limits.connections));
  keep_freed_memory();
  if (!files.suffice()) observe(event::OpenFilesLimited{files.allowed, files.wanted});
  remove_uncommitted_contents(*blobs_, *store_, catalogue_);
}

// What still calls the store or the application ends before they do.
ServerProcess::~ServerProcess() {
  unix_server_.reset();
  admin_worker_.stop();
  metrics_server_.reset();
  server_.reset();
  workers_.stop();
  jobs_.stop();
  store_->close();
  responders_.stop();
}

void ServerProcess::observe_everything() {
  add_observer(log_);
  add_observer(metrics_);
  add_observer(audit_);
}

// Read by the servers of metrics alone, which end before all that they look at.
void ServerProcess::add_gauges() {
  add_process_gauges(metrics_);
  const auto add = [this](const char* name, const char* help, auto value) {
    metrics_.add_gauge(name, help, [value] { return static_cast<double>(value()); });
  };
  add("vip_connections", "Connections open on the API's listener",
      [this] { return server_->connections(); });
  add("vip_read_queue_depth", "Searches, counts, deep pages and token requests in the queue",
      [this] { return workers_.waiting(); });
  add("vip_write_queue_depth", "Writes queued or being done",
      [this] { return store_->load().waiting_writes; });
  add("vip_tenants_open", "Tenants whose files are open",
      [this] { return store_->load().open_tenants; });
}

void ServerProcess::bind(const std::optional<SandboxCredentials>& sandbox) {
  portal_ = std::make_unique<Portal>(catalogue_, embedded::portal(),
                                     PortalOptions{base_, options_.support, sandbox});
  application_ = std::make_unique<Pipeline>(
      ApiParts{catalogue_,
               *store_,
               engine_,
               authenticator_,
               sealer_,
               workers_,
               responders_,
               spool_,
               *blobs_,
               jobs_,
               {&token_path_, &well_known_, &health_, portal_.get()}},
      ApiSettings{base_, options_.trusted_proxies, options_.body_limit,
                  options_.limits.request_timeout, options_.also_accepted});
  server_ = listen_on(*application_, options_.listen, options_.limits, options_.io_threads,
                      "--listen (make run LISTEN=…)");
  add_gauges();
  if (!options_.admin_listen) return;
  metrics_server_ =
      listen_on(metrics_application_, *options_.admin_listen, options_.limits, 1, "--admin-listen");
}

// Not before the keys are there: until then commands are told to try again.
void ServerProcess::listen_for_commands() {
  net::Limits limits = options_.limits;
  limits.connections = kAdminConnections;
  limits.request_timeout = kLongestCommand;
  admin_application_ = std::make_unique<AdminApplication>(
      admin_service_, metrics_application_,
      [this](std::function<void()> work) { return admin_worker_.post(std::move(work)); });
  unix_server_ = std::make_unique<net::Server>(
      *admin_application_, net::UnixListen{admin_socket_path(options_.data)}, limits, 1);
  unix_server_->start();
}

void ServerProcess::start() {
  platform_.complete_keys();
  listen_for_commands();
  jobs_.start();
  server_->start();
  if (metrics_server_) metrics_server_->start();
  health_.set_ready(true);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began_);
  observe(event::ServerStarted{options_.listen.host + ":" + std::to_string(server_->port()),
                               kVersion, took});
}

int ServerProcess::serve() {
  const int signal = net::wait_for_signal();
  health_.set_ready(false);
  observe(event::ServerStopping{signal == 2 ? "interrupted" : "asked to end"});
  jobs_.stop();
  server_->stop(options_.stop_timeout);
  unix_server_->stop(kLongestCommand);  // a command that has begun is answered
  if (metrics_server_) metrics_server_->stop(std::chrono::seconds{1});
  return 0;
}

}  // namespace vip::cli
