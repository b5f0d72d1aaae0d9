#pragma once

#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "admin/admin_application.h"
#include "admin/admin_service.h"
#include "admin/data_lock.h"
#include "admin/metrics_application.h"
#include "admin/sandbox_setup.h"
#include "api/pipeline.h"
#include "auth/access_token.h"
#include "auth/token_verifier.h"
#include "cli/backup_schedule.h"
#include "cli/memory_keeper.h"
#include "cli/public_endpoints.h"
#include "cli/tenant_watch.h"
#include "engine/rule_set.h"
#include "jobs/job_runner.h"
#include "net/server.h"
#include "obs/audit.h"
#include "obs/log.h"
#include "obs/metrics.h"
#include "openapi/portal.h"
#include "platform/security_log.h"

namespace vip::cli {

// The options of a serving process; every value is checked already.
struct ServeOptions {
  std::string data = "var";
  bool makes_directory = false;  // and the platform in it, when there is none yet
  net::Listen listen;
  std::optional<net::Listen> admin_listen;  // metrics
  std::string base;                         // public URL; empty: http://<listen>
  std::vector<AddressRange> trusted_proxies;
  std::chrono::seconds token_lifetime{24 * 60 * 60};
  AuditBounds audit;
  unsigned io_threads = 2;
  unsigned writers = 2;
  unsigned workers = 4;
  std::int64_t rate_limit = 60'000;       // milliseconds a minute
  std::size_t response_cache = 32 << 20;  // bytes
  unsigned jobs = 2;
  std::size_t max_open_tenants = 1024;
  std::size_t write_queue = 4096;
  std::uint64_t log_limit = 64U << 20;  // bytes of a tenant's write-ahead log
  std::chrono::milliseconds snapshot_limit{10'000};
  BackupPlace backups;
  std::chrono::milliseconds backup_every{0};  // 0: the server makes none
  std::size_t backup_keep = 30;
  ThrottleRates token_failures;
  std::chrono::milliseconds stop_timeout{30'000};
  LogLevel log_level = LogLevel::info;
  std::string log_file;  // empty: the standard error output
  std::size_t log_file_limit = 0;
  bool core_dumps = false;
  net::Limits limits;
  std::size_t body_limit = 1024 * 1024;
  std::size_t answer_limit = 16 * 1024 * 1024;
  std::uint64_t spool = std::uint64_t{8} << 30;  // bytes
  std::vector<std::string> also_accepted;        // media types of files beside the declared ones
  Support support;
  std::string declarations;  // a directory to read them from; empty: those in the binary
};

// Settings that were read again while a server runs.
struct SettingsAgain {
  std::vector<std::string> errors;  // if there are any, nothing changes
  ServeOptions options;
  std::vector<std::string> changed;  // names of settings
};
using ReadAgain = std::function<SettingsAgain()>;

// The whole of a running server, text_template: the only place that knows all parts. Members are
// made in the order in which they need each other and end in the reverse.
class ServerProcess {
 public:
  // Throws std::runtime_error with a message for the operator: data directory taken, declarations
  // invalid, port taken.
  ServerProcess(const ServeOptions& options, const Platform::Progress& progress);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const Catalogue& catalogue() const { return catalogue_; }
  const Spool& spool() const { return spool_; }
  BlobStore& blobs() { return *blobs_; }
  const RecordWriter& engine() const { return engine_; }
  Store& store() { return *store_; }
  Platform& platform() { return platform_; }
  const std::string& base() const { return base_; }

  // Takes the port, with the documents (and a sandbox's access, if it is one). Nothing is answered
  // yet.
  void bind(const std::optional<SandboxCredentials>& sandbox);
  Portal& portal() { return *portal_; }  // once it is bound
  void start();
  // Serves until SIGTERM or SIGINT, then finishes what is in flight. The exit code. At SIGHUP it
  // opens the log file again and takes what `read_again` brings; if the terminal that it was
  // started from has been closed, it ends.
  int serve(const ReadAgain& read_again);

 private:
  void observe_everything();
  void reload(const ReadAgain& read_again);
  void add_gauges();
  void listen_for_commands();

  ServeOptions options_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  bool had_terminal_ = ::isatty(STDERR_FILENO) == 1;
  DataLock lock_;
  Log log_;
  Metrics metrics_;
  Catalogue catalogue_;
  Platform platform_;
  Snapshot<AuditBounds> audit_bounds_;
  Audit audit_;
  RuleSet rules_;
  RecordWriter engine_;
  std::unique_ptr<Store> store_;
  Spool spool_;
  std::unique_ptr<BlobStore> blobs_;
  std::string base_;
  TokenIdentity identity_;
  PlatformTokenVerifier verifier_;
  Authenticator authenticator_;
  CursorSealer sealer_;
  MemoryKeeper memory_;
  WorkerPool workers_;
  WorkerPool token_workers_;  // their own, so that no load of the API holds up a token
  WorkerPool responders_;     // one thread: it builds a response in some microseconds
  JobRunner jobs_;
  RateLimits rate_limits_;
  ResponseCache response_cache_;
  TokenEndpoint token_endpoint_;
  TokenOpenEndpoint token_path_;
  WellKnownOpenEndpoint well_known_;
  HealthOpenEndpoint health_;
  UsageOpenEndpoint usage_;
  std::unique_ptr<Portal> portal_;
  std::unique_ptr<Pipeline> application_;
  std::unique_ptr<net::Server> server_;
  MetricsApplication metrics_application_{metrics_};
  std::unique_ptr<net::Server> metrics_server_;
  AdminService admin_service_;
  WorkerPool admin_worker_{1, 64};  // one: commands are done one after the other
  std::unique_ptr<http::Application> admin_application_;
  std::unique_ptr<net::Server> unix_server_;
  std::unique_ptr<TenantWatch> watch_;
  std::unique_ptr<BackupSchedule> backups_;
};

}  // namespace vip::cli
