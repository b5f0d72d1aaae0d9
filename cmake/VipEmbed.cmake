# vip_embed(TARGET SYMBOL name ROOT dir FILES files...): puts files into TARGET as the table
# `std::span<const vip::EmbeddedFile> vip::embedded::name()`, each named by its path relative to ROOT.
function(vip_embed target)
  cmake_parse_arguments(EMBED "" "SYMBOL;ROOT" "FILES" ${ARGN})
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(rows "")
  set(index 0)
  foreach(file IN LISTS EMBED_FILES)
    file(RELATIVE_PATH relative ${EMBED_ROOT} ${file})
    set(label vip_embedded_${EMBED_SYMBOL}_${index})
    string(APPEND assembly
      "    .global ${label}\n    .global ${label}_end\n${label}:\n    .incbin \"${file}\"\n${label}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${label}[], ${label}_end[];\n")
    string(APPEND rows "    {\"${relative}\", {${label}, static_cast<std::size_t>(${label}_end - ${label})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  set(out ${CMAKE_BINARY_DIR}/generated/embedded)
  file(CONFIGURE OUTPUT ${out}/${EMBED_SYMBOL}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${out}/${EMBED_SYMBOL}.cpp CONTENT
"#include \"core/embedded_file.h\"
#include <vector>
extern \"C\" {
${externs}}
namespace vip::embedded {
std::span<const EmbeddedFile> ${EMBED_SYMBOL}() {
  static const std::vector<EmbeddedFile> files = {
${rows}  };
  return files;
}
}  // namespace vip::embedded
" @ONLY)
  set_source_files_properties(${out}/${EMBED_SYMBOL}.S PROPERTIES OBJECT_DEPENDS "${EMBED_FILES}")
  target_sources(${target} PRIVATE ${out}/${EMBED_SYMBOL}.S ${out}/${EMBED_SYMBOL}.cpp)
endfunction()
