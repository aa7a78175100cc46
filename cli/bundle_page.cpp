#include "cli/bundle_page.h"

#include <utility>

#include "cli/bundle_view.h"
#include "reports/bundle.h"
#include "reports/render_html.h"

namespace rackproof {

Result<std::string> page_of(const std::string& directory) {
  const auto loaded = load_bundle(directory);
  return loaded ? page_of(*loaded) : loaded.error();
}

Result<std::string> page_of(const Loaded& loaded) {
  const auto view = view_of(loaded);
  if (!view) {
    return view.error();
  }
  auto page = render_html(*view);
  if (!page) {
    return std::move(page).error().during("report.html");
  }
  return page;
}

Result<void> write_page(BundleWriter& writer) {
  const auto page = page_of(writer.directory());
  return page ? writer.write(bundle::kHtml, *page) : Result<void>(page.error());
}

}  // namespace rackproof
