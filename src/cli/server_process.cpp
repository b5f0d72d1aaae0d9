// Composition: settings become parts, parts become a server.
//
// The order of the members is the order of their needs; nothing here decides anything that a part
// could decide itself.

#include "cli/server_process.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "admin/known_scopes.h"
#include "backup/files.h"
#include "cli/embedded_declarations.h"
#include "cli/open_files.h"
#include "cli/protection.h"
#include "core/observation.h"
#include "declaration/reader.h"
#include "jobs/uncommitted_contents.h"
#include "obs/process_gauges.h"
#include "platform/data_directory.h"
#include "platform/retention.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

constexpr std::size_t kAdminConnections = 64;
constexpr unsigned kTokenThreads = 2;

// Settings that a reload applies; all others need a restart.
constexpr std::array kReloaded{std::string_view{"log-level"},
                               std::string_view{"token-failures-per-client"},
                               std::string_view{"token-failures-per-address"},
                               std::string_view{"audit-days"},
                               std::string_view{"audit-events"},
                               std::string_view{"rate-limit"}};

DataLock take_lock(const ServeOptions& options) {
  const std::string& directory = options.data;
  const DataState state = data_state(directory);
  const bool is_new = options.makes_directory && can_hold_new_platform(state);
  if (!is_new && state != DataState::platform)
    throw std::runtime_error(options.makes_directory
                                 ? fault_of(state, directory) + " Name another one with --data."
                                 : fault_and_advice(state, directory));
  if (is_new) make_data_directory(directory);
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

StoreOptions store_options(const ServeOptions& options, const Platform& platform) {
  StoreOptions store;
  store.directory = options.data;
  store.max_open_tenants = options.max_open_tenants;
  store.writers = options.writers;
  store.queue = options.write_queue;
  store.log_limit = options.log_limit;
  store.snapshot_limit = options.snapshot_limit;
  store.created_of = [&platform](const Uuid& tenant) {
    return platform.directory().tables()->tenant_created(tenant);
  };
  return store;
}

Audit::Keep keeper(Platform& platform, const Snapshot<AuditBounds>& bounds) {
  return [&platform, &bounds,
          retention = Retention{}](const std::vector<RefusalCount>& counts) mutable {
    SecurityLog log{platform.database()};
    const auto now = platform.clock().now();
    const auto kept = *bounds.get();
    log.prune(kept, retention.cut_off(now, kept.days, log.oldest().value_or(now)));
    platform.discard_future();
    log.add(counts);  // the last: what throws before it must not be added twice
  };
}

AdminDependencies dependencies(const Catalogue& catalogue, Store& store, BlobStore& blobs,
                               JobRunner& jobs, const BackupPlace& backups) {
  return {KnownScopes{catalogue},
          [&store, &blobs, &jobs](const Uuid& tenant) {
            jobs.forget(tenant);
            store.erase_tenant(TenantKey::for_internal_work(tenant));
            blobs.erase(tenant);
          },
          [&catalogue, &store](const TenantRecord& tenant) {
            return check_aggregates(store, TenantKey::for_internal_work(tenant.tenant.id),
                                    catalogue);
          },
          backups_with(backups)};
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
      log_{options.log_level, {options.log_file, options.log_file_limit, STDERR_FILENO}},
      catalogue_{load_catalogue(options.declarations)},
      platform_{options.data, system_clock(), progress, Platform::KeysAre::made_meanwhile},
      audit_bounds_{std::make_shared<const AuditBounds>(options.audit)},
      audit_{keeper(platform_, audit_bounds_)},
      rules_{catalogue_, registered_rules(), registered_actions(), registered_jobs()},
      engine_{catalogue_, rules_, system_clock()},
      store_{open_sqlite_store(catalogue_, store_options(options, platform_))},
      spool_{options.data + "/spool", options.spool},
      blobs_{make_directory_blobs(options.data + "/blobs")},
      base_{base_of(options)},
      identity_{base_, base_},
      verifier_{platform_, identity_},
      authenticator_{platform_.directory(), verifier_, system_clock()},
      sealer_{platform_.derived_key("cursor-mac") + platform_.derived_key("cursor-cipher")},
      workers_{options.workers, 1024},
      token_workers_{kTokenThreads, 1024},
      responders_{1, options.write_queue},
      jobs_{options.data, catalogue_, *store_, engine_, tenants_of(platform_), options.jobs},
      rate_limits_{options.rate_limit},
      response_cache_{options.response_cache},
      token_endpoint_{platform_, identity_, options.token_lifetime, options.token_failures},
      token_path_{token_endpoint_, token_workers_, base_},
      well_known_{platform_, base_, KnownScopes{catalogue_}.names()},
      usage_{authenticator_, rate_limits_, base_},
      admin_service_{platform_,
                     dependencies(catalogue_, *store_, *blobs_, jobs_, options.backups)} {
  observe_everything();
  if (options.core_dumps) allow_core_dumps();
  const OpenFiles files =
      allow_open_files(files_needed(options.max_open_tenants, options.limits.connections));
  keep_freed_memory();
  if (!files.suffice()) observe(event::OpenFilesLimited{files.allowed, files.wanted});
  remove_left_scratch(options.data);
  remove_uncommitted_contents(*blobs_, *store_, catalogue_);
}

// What still calls the store or the application ends before they do.
ServerProcess::~ServerProcess() {
  unix_server_.reset();
  admin_worker_.stop();
  metrics_server_.reset();
  server_.reset();
  workers_.stop();
  token_workers_.stop();
  jobs_.stop();
  backups_.reset();
  watch_.reset();
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
  add("vip_connection_bytes", "Bodies and answers that wait in memory for slow peers",
      [this] { return server_->memory(); });
  add("vip_spool_bytes", "Uploads and inputs of jobs that are on their way",
      [this] { return spool_.used(); });
  add("vip_response_cache_bytes", "Responses that are kept in memory",
      [this] { return response_cache_.bytes(); });
  metrics_.add_counter("vip_response_cache_hits_total", "Reads that were answered from memory",
                       [this] { return response_cache_.hits(); });
  metrics_.add_counter("vip_response_cache_misses_total",
                       "Reads that could have been answered from memory and were not",
                       [this] { return response_cache_.misses(); });
  add("vip_token_queue_depth", "Token requests in the queue",
      [this] { return token_workers_.waiting(); });
  add("vip_read_queue_depth", "Searches, counts and deep pages in the queue",
      [this] { return workers_.waiting(); });
  add("vip_write_queue_depth", "Writes queued or being done",
      [this] { return store_->load().waiting_writes; });
  add("vip_audit_events", "Security events in the audit",
      [this] { return SecurityLog{platform_.database()}.size().events; });
  add("vip_audit_refusal_counts", "Counts of refusals in the audit, by hour and caller",
      [this] { return SecurityLog{platform_.database()}.size().refusals; });
  metrics_.add_counter("vip_memory_trims_total", "Times that unused memory was given back",
                       [this] { return memory_.trims(); });
  metrics_.add_counter("vip_log_lines_dropped_total",
                       "Log lines that nobody read or that the disk did not take",
                       [this] { return log_.dropped(); });
  metrics_.add_counter("vip_audit_failures_total",
                       "Times that counts of refusals could not be stored; they are kept",
                       [this] { return audit_.failures(); });
  add("vip_tenants_open", "Tenants whose files are open",
      [this] { return store_->load().open_tenants; });
  add("vip_tenants_unavailable", "Tenants whose file is missing, another one's or damaged",
      [this] { return store_->load().unavailable_tenants; });
  add("vip_wal_bytes", "Bytes of the write-ahead logs of open tenants",
      [this] { return store_->load().log_bytes; });
  add("vip_snapshots_ended", "Reads that were ended because they kept a log growing",
      [this] { return store_->load().ended_snapshots; });
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
               rate_limits_,
               response_cache_,
               {&token_path_, &well_known_, &health_, &usage_, portal_.get()}},
      ApiSettings{base_, options_.trusted_proxies, options_.body_limit,
                  options_.limits.request_timeout, options_.also_accepted, options_.answer_limit});
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
      [this](std::function<void()> work) { return admin_worker_.post({}, std::move(work)); });
  unix_server_ = std::make_unique<net::Server>(
      *admin_application_, net::UnixListen{admin_socket_path(options_.data)}, limits, 1);
  unix_server_->start();
}

void ServerProcess::start() {
  platform_.complete_keys();
  listen_for_commands();
  jobs_.start();
  watch_ = std::make_unique<TenantWatch>(*store_, platform_.directory());
  if (options_.backup_every.count() > 0)
    backups_ = std::make_unique<BackupSchedule>(options_.data, options_.backups,
                                                options_.backup_every, options_.backup_keep);
  server_->start();
  if (metrics_server_) metrics_server_->start();
  health_.set_tenants([this] {
    using Tenants = HealthOpenEndpoint::Tenants;
    const std::size_t unavailable = store_->load().unavailable_tenants;
    if (unavailable == 0) return Tenants::all;
    const std::size_t tenants = platform_.directory().tables()->tenant_count();
    return unavailable < tenants ? Tenants::some : Tenants::none;
  });
  health_.set_ready(true);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began_);
  observe(event::ServerStarted{options_.listen.host + ":" + std::to_string(server_->port()),
                               kVersion, took});
}

// What can change without a restart: all that is not built into a part.
void ServerProcess::reload(const ReadAgain& read_again) {
  event::SettingsReloaded reloaded;
  try {
    log_.reopen();
    const auto again = read_again();
    for (const auto& error : again.errors)
      reloaded.refused.append(reloaded.refused.empty() ? "" : "; ").append(error);
    if (again.errors.empty()) {
      log_.set_level(again.options.log_level);
      token_endpoint_.set_failure_rates(again.options.token_failures);
      rate_limits_.set_quota(again.options.rate_limit);
      audit_bounds_.set(std::make_shared<const AuditBounds>(again.options.audit));
      for (const auto& name : again.changed) {
        const bool applies = std::find(kReloaded.begin(), kReloaded.end(), name) != kReloaded.end();
        auto& names = applies ? reloaded.applied : reloaded.needs_restart;
        names.append(names.empty() ? "" : ", ").append(name);
      }
    }
  } catch (const std::exception& error) {
    reloaded.refused = error.what();
  }
  observe(reloaded);
}

int ServerProcess::serve(const ReadAgain& read_again) {
  int signal = net::wait_for_signal();
  while (signal == SIGHUP && !(had_terminal_ && ::isatty(STDERR_FILENO) == 0)) {
    reload(read_again);
    signal = net::wait_for_signal();
  }
  health_.set_ready(false);
  observe(event::ServerStopping{signal == SIGINT   ? "interrupted"
                                : signal == SIGHUP ? "the terminal was closed"
                                                   : "asked to end"});
  jobs_.stop();
  server_->stop(options_.stop_timeout);
  unix_server_->stop(kLongestCommand);  // a command that has begun is answered
  if (metrics_server_) metrics_server_->stop(std::chrono::seconds{1});
  return 0;
}

}  // namespace vip::cli
