// The small program that every generated client runs: token, list, create, change with a null, error, decimals, upload.

import java.io.File;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vip.billing.api.PaymentsApi;
import vip.billing.model.Payment;
import vip.communications.api.DocumentsApi;
import vip.contact.ApiException;
import vip.contact.api.ContactsApi;
import vip.contact.model.ContactCreate;
import vip.contact.model.ContactPage;
import vip.contact.model.ContactPatch;
import vip.contact.model.ContactType;

public class Program {
  static final String BASE = System.getenv("VIP_URL");
  static final UUID TENANT = UUID.fromString(System.getenv("VIP_TENANT_ID"));
  static final HttpClient HTTP = HttpClient.newHttpClient();

  static void check(boolean right, String what) {
    if (!right) throw new IllegalStateException("failed: " + what);
  }

  static String send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  static String token() throws Exception {
    String secret = System.getenv("VIP_CLIENT_ID") + ":" + System.getenv("VIP_CLIENT_SECRET");
    String answer = send(HttpRequest.newBuilder(URI.create(BASE + "/oauth/token"))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret.getBytes()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    Matcher found = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(answer);
    check(found.find(), "token");
    return found.group(1);
  }

  public static void main(String[] arguments) throws Exception {
    String bearer = "Bearer " + token();
    vip.contact.ApiClient contacts = new vip.contact.ApiClient();
    contacts.updateBaseUri(BASE + "/contact-management/v1/api");
    contacts.setRequestInterceptor(request -> request.header("Authorization", bearer));
    ContactsApi api = new ContactsApi(contacts);

    ContactPage page = api.listContacts(TENANT, null, 2, null, null, null, null, null, null, null, null, null,
        List.of("contact-type=Client"));
    check(page.getResults().size() == 2 && page.getTotalResults() > 2, "list");

    ContactCreate made = new ContactCreate().contactType(ContactType.ContactTypeClient).firstName("Ada").lastName("Lovelace")
        .locationUuid(page.getResults().get(0).getDefaultLocationUuid()).externalId("java-" + System.nanoTime());
    UUID id = api.createContact(TENANT, made, null).getContactUuid();
    check(id != null, "create");

    var changed = api.updateContact(id, TENANT, new ContactPatch().externalId(null), null);
    check(changed.getExternalId_JsonNullable().isPresent() && changed.getExternalId() == null, "change with null");
    check(changed.getLastName().equals("Lovelace"), "what is absent stays");

    try {
      api.readContact(UUID.fromString("00000000-0000-7000-8000-000000000000"), TENANT, null, null, null);
      check(false, "error");
    } catch (ApiException error) {
      check(error.getCode() == 404 && error.getResponseBody().contains("\"not-found\""), "error");
    }
    BigDecimal sum = decimals(bearer);
    upload(bearer);
    System.out.println(sum + "; all steps passed");
  }

  static BigDecimal decimals(String bearer) throws Exception {
    vip.billing.ApiClient bills = new vip.billing.ApiClient();
    bills.updateBaseUri(BASE + "/billing/v1/api");
    bills.setRequestInterceptor(request -> request.header("Authorization", bearer));
    List<Payment> payments = new PaymentsApi(bills)
        .listPayments(TENANT, null, 1000, null, null, null, null, null, null, null, null).getResults();
    BigDecimal sum = payments.stream().map(Payment::getAmount).reduce(BigDecimal.ZERO, BigDecimal::add);
    String raw = send(HttpRequest.newBuilder(URI.create(BASE + "/billing/v1/api/payments?size=1000&fields=amount"))
        .header("Authorization", bearer).header("Tenant-Id", TENANT.toString()));
    BigDecimal exact = Pattern.compile("\"amount\":(-?[0-9.]+)").matcher(raw).results()
        .map(found -> new BigDecimal(found.group(1))).reduce(BigDecimal.ZERO, BigDecimal::add);
    check(payments.size() > 100 && sum.compareTo(exact) == 0, "decimals: " + sum + " and not " + exact);
    return sum;
  }

  static void upload(String bearer) throws Exception {
    vip.communications.ApiClient documents = new vip.communications.ApiClient();
    documents.updateBaseUri(BASE + "/communications/v1/api");
    documents.setRequestInterceptor(request -> request.header("Authorization", bearer));
    File file = File.createTempFile("upload-", ".txt");
    file.deleteOnExit();
    Files.writeString(file.toPath(), "I consent to the treatment.\n");
    UUID stored = new DocumentsApi(documents).uploadDocument(TENANT, file, null, null, null, null, null, null, null, null)
        .getDocumentUuid();
    check(stored != null, "upload");
  }
}
