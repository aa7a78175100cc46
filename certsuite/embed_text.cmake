# embed_text(<variable> HEADER <header> ROW <struct> FUNCTION <function> FILES <file>…): at build
# time the files become a .cpp, whose path lands in <variable>. The header declares ROW, two
# std::string_view, and FUNCTION, which gives a std::span of it.
set(embed_script ${CMAKE_CURRENT_LIST_DIR}/embed.cmake)
function(embed_text variable)
  cmake_parse_arguments(E "" "HEADER;ROW;FUNCTION" "FILES" ${ARGN})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${E_FUNCTION}.cpp)
  list(TRANSFORM E_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(JOIN E_FILES "|" joined)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DHEADER=${E_HEADER} -DROW=${E_ROW}
      -DFUNCTION=${E_FUNCTION} "-DFILES=${joined}" -P ${embed_script}
    DEPENDS ${E_FILES} ${embed_script}
    COMMENT "Embedding ${E_FUNCTION}" VERBATIM)
  set(${variable} ${output} PARENT_SCOPE)
endfunction()
