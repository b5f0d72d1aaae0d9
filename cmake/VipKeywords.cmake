# vip_keywords(): the registry of keywords, from the files of src/engine/constraints. A file <keyword>.cpp there defines
# `Keyword make_<keyword>_keyword()`, so that a new keyword needs no edit of a list.
function(vip_keywords)
  file(GLOB files RELATIVE ${CMAKE_SOURCE_DIR}/src/engine/constraints CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/src/engine/constraints/*.cpp)
  list(FILTER files EXCLUDE REGEX "(_test|^test_.*)\\.cpp$")
  set(externs "")
  set(calls "")
  foreach(file IN LISTS files)
    string(REPLACE ".cpp" "" keyword ${file})
    string(APPEND externs "Keyword make_${keyword}_keyword();\n")
    string(APPEND calls "      make_${keyword}_keyword(),\n")
    # Compiled by itself: every keyword calls its parts `read` and `shape`.
    set_source_files_properties(${CMAKE_SOURCE_DIR}/src/engine/constraints/${file} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/keyword_registry.cpp CONTENT
"#include \"declaration/keyword.h\"
#include \"declaration/reader.h\"
namespace vip {
${externs}
const KeywordRegistry& registered_keywords() {
  static const KeywordRegistry registry = registry_of({
${calls}  });
  return registry;
}
}  // namespace vip
" @ONLY)
  target_sources(vip_engine PRIVATE ${CMAKE_BINARY_DIR}/generated/keyword_registry.cpp)
endfunction()
