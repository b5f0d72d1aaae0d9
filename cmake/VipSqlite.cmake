# The SQLite amalgamation that a pinned npm package ships (web/package.json), with our options. Debian 12's own library
# has the WAL-reset defect that was fixed in 3.51.3.
set(VIP_SQLITE_DIR ${CMAKE_SOURCE_DIR}/web/node_modules/better-sqlite3/deps/sqlite3 CACHE PATH "Folder of sqlite3.c")
if(NOT EXISTS ${VIP_SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR "No sqlite3.c in ${VIP_SQLITE_DIR}: run `make setup` first, which installs the pinned npm packages.")
endif()
# No STAT4: with it a statement is planned again whenever a parameter is bound.
add_library(vip_sqlite STATIC ${VIP_SQLITE_DIR}/sqlite3.c)
target_include_directories(vip_sqlite SYSTEM PUBLIC ${VIP_SQLITE_DIR})
target_compile_definitions(vip_sqlite PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_MAX_EXPR_DEPTH=0
  SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_AUTOINIT SQLITE_USE_ALLOCA
  SQLITE_SECURE_DELETE SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_DEFAULT_WAL_SYNCHRONOUS=2
  SQLITE_TRUSTED_SCHEMA=0 SQLITE_DEFAULT_MMAP_SIZE=0 SQLITE_MAX_ATTACHED=2 SQLITE_ENABLE_API_ARMOR
  SQLITE_ENABLE_CARRAY)
target_compile_options(vip_sqlite PRIVATE $<$<CONFIG:Debug>:-O1> -w)
target_link_libraries(vip_sqlite PRIVATE m)
