#pragma once

#include "cli/repository_options.h"

namespace vip::cli {

// --customer and --name of a tenant that is restored or imported.
void add_naming(CLI::App& command, RepositoryOptions& options);

// Brings one tenant of a backup into the data directory, in the process that serves it or here. The
// exit code.
int restore_one_tenant(RepositoryOptions& options);

}  // namespace vip::cli
