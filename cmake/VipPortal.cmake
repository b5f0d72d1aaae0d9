# vip_portal(TARGET): the portal's pages and the explorer, made from Markdown by web/build.mjs, in TARGET as
# `vip::embedded::portal()`. The names of the files are read when the build is configured, because the table needs them.
function(vip_portal target)
  find_program(VIP_NODE node HINTS ${CMAKE_SOURCE_DIR}/build/tools/bin REQUIRED)
  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/web/portal/* ${CMAKE_SOURCE_DIR}/web/explorer/* ${CMAKE_SOURCE_DIR}/docs/portal/*.md)
  file(GLOB domain_pages CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/domains/*/guide.md ${CMAKE_SOURCE_DIR}/domains/*/CHANGELOG.md)
  file(GLOB error_codes CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/src/core/error_codes.def ${CMAKE_SOURCE_DIR}/domains/*/error_codes.def)
  list(APPEND inputs ${CMAKE_SOURCE_DIR}/web/build.mjs ${domain_pages} ${VIP_DOMAIN_FILES} ${error_codes})
  # The names are read again when their sources change.
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/*.mjs ${CMAKE_SOURCE_DIR}/web/portal/*.mjs)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scripts})
  execute_process(COMMAND ${VIP_NODE} ${CMAKE_SOURCE_DIR}/web/build.mjs --list
    OUTPUT_VARIABLE names ERROR_VARIABLE errors RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(failed)
    # During work on a page the rest can still be built and tested; a release build needs all pages.
    set(kind WARNING)
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
      set(kind FATAL_ERROR)
    endif()
    message(${kind} "The portal cannot be built:\n${errors}")
    vip_embed(${target} SYMBOL portal ROOT ${CMAKE_SOURCE_DIR} FILES)
    return()
  endif()
  string(REPLACE "\n" ";" names "${names}")
  set(out ${CMAKE_BINARY_DIR}/generated/portal)
  list(TRANSFORM names PREPEND ${out}/ OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${files}
    COMMAND ${VIP_NODE} ${CMAKE_SOURCE_DIR}/web/build.mjs --out ${out} > ${CMAKE_BINARY_DIR}/generated/portal.log
    DEPENDS ${inputs} VERBATIM COMMENT "Building the portal and the explorer")
  vip_embed(${target} SYMBOL portal ROOT ${out} FILES ${files})
endfunction()
