// The small program that every generated client runs: token, list, create, change with a null, error, decimals, upload.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"vip.example/clients/billing"
	"vip.example/clients/communications"
	"vip.example/clients/contact"
)

func check(right bool, what string, more ...any) {
	if !right {
		fmt.Println(append([]any{"failed:", what}, more...)...)
		os.Exit(1)
	}
}

func token(base string) string {
	form := url.Values{"grant_type": {"client_credentials"}}
	request, _ := http.NewRequest("POST", base+"/oauth/token", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(os.Getenv("VIP_CLIENT_ID"), os.Getenv("VIP_CLIENT_SECRET"))
	response, err := http.DefaultClient.Do(request)
	check(err == nil, "token", err)
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	check(json.NewDecoder(response.Body).Decode(&answer) == nil && answer.AccessToken != "", "token")
	return answer.AccessToken
}

func main() {
	base, tenant := os.Getenv("VIP_URL"), os.Getenv("VIP_TENANT_ID")
	bearer, ctx := "Bearer "+token(base), context.Background()

	contacts := contact.NewConfiguration()
	contacts.Servers[0].URL = base + "/contact-management/v1/api"
	contacts.AddDefaultHeader("Authorization", bearer)
	api := contact.NewAPIClient(contacts).ContactsAPI

	page, _, err := api.ListContacts(ctx).TenantId(tenant).Size(2).Filter([]string{"contact-type=Client"}).Execute()
	check(err == nil && len(page.Results) == 2 && page.GetTotalResults() > 2, "list", err)

	made := contact.NewContactCreate(contact.ContactTypeClient, page.Results[0].GetDefaultLocationUuid())
	made.SetFirstName("Ada")
	made.SetLastName("Lovelace")
	made.SetExternalId(fmt.Sprintf("go-%d", time.Now().UnixNano()))
	created, _, err := api.CreateContact(ctx).TenantId(tenant).ContactCreate(*made).Execute()
	check(err == nil && created.GetContactUuid() != "", "create", err)

	change := contact.NewContactPatch()
	change.SetExternalIdNil()
	changed, _, err := api.UpdateContact(ctx, created.GetContactUuid()).TenantId(tenant).ContactPatch(*change).Execute()
	check(err == nil, "change", err)
	external, known := changed.GetExternalIdOk()
	check(known && external == nil && changed.GetLastName() == "Lovelace", "change with null")

	_, response, err := api.ReadContact(ctx, "00000000-0000-7000-8000-000000000000").TenantId(tenant).Execute()
	failure, refused := err.(*contact.GenericOpenAPIError)
	check(refused && response.StatusCode == 404 && strings.Contains(string(failure.Body()), `"not-found"`), "error", err)

	bills := billing.NewConfiguration()
	bills.Servers[0].URL = base + "/billing/v1/api"
	bills.AddDefaultHeader("Authorization", bearer)
	payments, raw, err := billing.NewAPIClient(bills).PaymentsAPI.ListPayments(ctx).TenantId(tenant).Size(1000).Execute()
	check(err == nil && raw.StatusCode == 200, "payments", err)
	sum := 0.0
	for _, payment := range payments.Results {
		sum += payment.GetAmount()
	}
	exact, _ := exactSum(base, bearer, tenant).Float64()
	check(len(payments.Results) > 100 && math.Abs(sum-exact) < 0.001, "decimals", sum, exact)

	upload(ctx, base, bearer, tenant)
	fmt.Printf("%d payments, %.2f; all steps passed\n", len(payments.Results), sum)
}

func exactSum(base, bearer, tenant string) *big.Rat {
	request, _ := http.NewRequest("GET", base+"/billing/v1/api/payments?size=1000&fields=amount", nil)
	request.Header.Set("Authorization", bearer)
	request.Header.Set("Tenant-Id", tenant)
	response, err := http.DefaultClient.Do(request)
	check(err == nil, "payments", err)
	body := new(strings.Builder)
	response.Write(body)
	sum := new(big.Rat)
	for _, found := range regexp.MustCompile(`"amount":(-?[0-9.]+)`).FindAllStringSubmatch(body.String(), -1) {
		amount, _ := new(big.Rat).SetString(found[1])
		sum.Add(sum, amount)
	}
	return sum
}

func upload(ctx context.Context, base, bearer, tenant string) {
	file, err := os.CreateTemp("", "upload-*.txt")
	check(err == nil, "file", err)
	defer os.Remove(file.Name())
	file.WriteString("I consent to the treatment.\n")
	file.Seek(0, 0)
	documents := communications.NewConfiguration()
	documents.Servers[0].URL = base + "/communications/v1/api"
	documents.AddDefaultHeader("Authorization", bearer)
	stored, _, err := communications.NewAPIClient(documents).DocumentsAPI.UploadDocument(ctx).TenantId(tenant).File(file).Execute()
	check(err == nil && stored.GetDocumentUuid() != "", "upload", err)
}
