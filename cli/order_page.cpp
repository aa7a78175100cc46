#include "cli/order_page.h"

#include "schemas/encoding.h"

namespace rackproof {

std::string order_page(const TestOrder& order) {
  constexpr std::size_t kLine = 400;
  auto page = "order " + printable(order.order_id) + "\n";
  const auto line = [&page](const char* name, const std::string& value) {
    page += "  " + std::string(name) +
            (value.empty() ? std::string("not given") : printable(value, kLine)) + "\n";
  };
  line("vendor     ", order.vendor);
  line("customer   ", order.customer);
  line("issued     ", format_utc(order.issued));
  line("expires    ", format_utc(order.expires));
  line("reference  ", order.reference_id + " revision " + std::to_string(order.reference_revision) +
                          ", sha256 " + order.reference_digest);
  line("tier       ", order.tier);
  std::string serials;
  for (const auto& serial : order.serials) {
    serials += (serials.empty() ? "" : ", ") + serial;
  }
  line("for        ", serials.empty() ? "any device" : serials);
  line("nonce      ", order.nonce);
  line("note       ", order.note);
  return page;
}

}  // namespace rackproof
