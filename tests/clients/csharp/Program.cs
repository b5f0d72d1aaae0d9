// The small program that every generated client runs: token, list, create, change with a null, error, decimals, upload.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using VipBilling.Api;
using VipCommunications.Api;
using VipContact.Api;
using VipContact.Model;

static class Program
{
    static readonly string Base = Environment.GetEnvironmentVariable("VIP_URL");
    static readonly Guid Tenant = Guid.Parse(Environment.GetEnvironmentVariable("VIP_TENANT_ID"));

    static void Check(bool right, string what)
    {
        if (!right) throw new InvalidOperationException("failed: " + what);
    }

    static string Token()
    {
        var web = new WebClient();
        var secret = Environment.GetEnvironmentVariable("VIP_CLIENT_ID") + ":" + Environment.GetEnvironmentVariable("VIP_CLIENT_SECRET");
        web.Headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(secret));
        web.Headers["Content-Type"] = "application/x-www-form-urlencoded";
        var found = Regex.Match(web.UploadString(Base + "/oauth/token", "grant_type=client_credentials"), "\"access_token\":\"([^\"]+)\"");
        Check(found.Success, "token");
        return found.Groups[1].Value;
    }

    static void Main()
    {
        var token = Token();
        var api = new ContactsApi(new VipContact.Client.Configuration { BasePath = Base + "/contact-management/v1/api", AccessToken = token });

        var page = api.ListContacts(Tenant, size: 2, filter: new List<string> { "contact-type=Client" });
        Check(page.Results.Count == 2 && page.TotalResults > 2, "list");

        // With conditional serialization, only what is set after construction is sent.
        var made = new ContactCreate
        {
            ContactType = ContactType.ContactTypeClient, FirstName = "Ada", LastName = "Lovelace",
            LocationUuid = page.Results[0].DefaultLocationUuid, ExternalId = "csharp-" + DateTime.UtcNow.Ticks,
        };
        var id = api.CreateContact(Tenant, made).ContactUuid;
        Check(id != Guid.Empty, "create");

        var changed = api.UpdateContact(id, Tenant, new ContactPatch { ExternalId = null });
        Check(changed.ExternalId == null && changed.LastName == "Lovelace", "change with null");

        try
        {
            api.ReadContact(Guid.Parse("00000000-0000-7000-8000-000000000000"), Tenant);
            Check(false, "error");
        }
        catch (VipContact.Client.ApiException error)
        {
            Check(error.ErrorCode == 404 && error.ErrorContent.ToString().Contains("\"not-found\""), "error");
        }
        var sum = Decimals(token);
        Upload(token);
        Console.WriteLine(sum.ToString(CultureInfo.InvariantCulture) + "; all steps passed");
    }

    static decimal Decimals(string token)
    {
        var bills = new VipBilling.Client.Configuration { BasePath = Base + "/billing/v1/api", AccessToken = token };
        var payments = new PaymentsApi(bills).ListPayments(Tenant, size: 1000).Results;
        var sum = payments.Sum(payment => payment.Amount);
        var web = new WebClient();
        web.Headers["Authorization"] = "Bearer " + token;
        web.Headers["Tenant-Id"] = Tenant.ToString();
        var raw = web.DownloadString(Base + "/billing/v1/api/payments?size=1000&fields=amount");
        var exact = Regex.Matches(raw, "\"amount\":(-?[0-9.]+)").Cast<Match>()
            .Sum(found => decimal.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
        Check(payments.Count > 100 && sum == exact, "decimals: " + sum + " and not " + exact);
        return sum;
    }

    static void Upload(string token)
    {
        var documents = new VipCommunications.Client.Configuration { BasePath = Base + "/communications/v1/api", AccessToken = token };
        var content = new MemoryStream(Encoding.UTF8.GetBytes("I consent to the treatment.\n"));
        var file = new VipCommunications.Client.FileParameter("consent.txt", "text/plain", content);
        Check(new DocumentsApi(documents).UploadDocument(Tenant, file).DocumentUuid != Guid.Empty, "upload");
    }
}
