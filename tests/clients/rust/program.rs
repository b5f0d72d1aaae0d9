// The small program that every generated client runs: token, list, create, change with a null, error, decimals, upload.

use std::env::var;
use vip_billing::apis::payments_api::{list_payments, ListPaymentsParams};
use vip_communications::apis::documents_api::{upload_document, UploadDocumentParams};
use vip_contact::apis::contacts_api::*;
use vip_contact::apis::Error;
use vip_contact::models::{ContactCreate, ContactPatch, ContactType};

fn setting(name: &str) -> String {
    var(name).expect(name)
}

fn token(http: &reqwest::blocking::Client, base: &str) -> String {
    let answer: serde_json::Value = http
        .post(format!("{base}/oauth/token"))
        .basic_auth(setting("VIP_CLIENT_ID"), Some(setting("VIP_CLIENT_SECRET")))
        .form(&[("grant_type", "client_credentials")])
        .send()
        .and_then(|response| response.json())
        .expect("token");
    answer["access_token"].as_str().expect("token").to_owned()
}

/// The sum in cents of the digits that the platform sent.
fn exact_sum(http: &reqwest::blocking::Client, base: &str, token: &str, tenant: &str) -> i64 {
    let raw = http
        .get(format!("{base}/billing/v1/api/payments?size=1000&fields=amount"))
        .bearer_auth(token)
        .header("Tenant-Id", tenant)
        .send()
        .and_then(|response| response.text())
        .expect("payments");
    raw.split("\"amount\":")
        .skip(1)
        .map(|text| {
            let digits = text.split('}').next().unwrap().trim();
            let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
            format!("{whole}{rest:0<2}").parse::<i64>().expect("an amount")
        })
        .sum()
}

fn main() {
    let (base, tenant) = (setting("VIP_URL"), setting("VIP_TENANT_ID"));
    let http = reqwest::blocking::Client::new();
    let token = token(&http, &base);

    let mut contacts = vip_contact::apis::configuration::Configuration::new();
    contacts.base_path = format!("{base}/contact-management/v1/api");
    contacts.oauth_access_token = Some(token.clone());
    let asked = ListContactsParams {
        tenant_id: tenant.clone(), page: None, size: Some(2), sort: None, cursor: None, total: None, fields: None, include: None, q: None,
        include_deactivated: None, modified_start: None, modified_end: None, filter: Some(vec!["contact-type=Client".to_owned()]) };
    let page = list_contacts(&contacts, asked).expect("list");
    assert!(page.results.len() == 2 && page.total_results.unwrap() > 2);

    let location = page.results[0].default_location_uuid.expect("a location");
    let mut made = ContactCreate::new(ContactType::ContactTypeClient, location);
    made.first_name = Some(Some("Ada".to_owned()));
    made.last_name = Some(Some("Lovelace".to_owned()));
    made.external_id = Some(Some(format!("rust-{}", uuid::Uuid::now_v7())));
    let asked = CreateContactParams {
        tenant_id: tenant.clone(), contact_create: made, prefer: None };
    let id = create_contact(&contacts, asked).expect("create").contact_uuid.to_string();

    let mut change = ContactPatch::new();
    change.external_id = Some(None);
    let asked = UpdateContactParams {
        contact_uuid: id, tenant_id: tenant.clone(), contact_patch: change, if_match: None };
    let changed = update_contact(&contacts, asked).expect("change");
    assert_eq!(changed.external_id, Some(None), "the value is removed");
    assert_eq!(changed.last_name.flatten().as_deref(), Some("Lovelace"), "what is absent stays");

    let nobody = "00000000-0000-7000-8000-000000000000".to_owned();
    let asked = ReadContactParams {
        contact_uuid: nobody, tenant_id: tenant.clone(), if_none_match: None, fields: None, include: None };
    match read_contact(&contacts, asked) {
        Err(Error::ResponseError(refused)) => assert!(refused.status.as_u16() == 404 && refused.content.contains("\"not-found\"")),
        other => panic!("no error: {other:?}"),
    }

    let mut bills = vip_billing::apis::configuration::Configuration::new();
    bills.base_path = format!("{base}/billing/v1/api");
    bills.oauth_access_token = Some(token.clone());
    let asked = ListPaymentsParams {
        tenant_id: tenant.clone(), page: None, size: Some(1000), sort: None, cursor: None, total: None, fields: None, include: None,
        modified_start: None, modified_end: None, filter: None };
    let payments = list_payments(&bills, asked).expect("payments").results;
    let sum: f64 = payments.iter().map(|payment| payment.amount.expect("an amount")).sum();
    let exact = exact_sum(&http, &base, &token, &tenant) as f64 / 100.0;
    assert!(payments.len() > 100 && (sum - exact).abs() < 0.001, "{sum} and not {exact}");

    let mut documents = vip_communications::apis::configuration::Configuration::new();
    documents.base_path = format!("{base}/communications/v1/api");
    documents.oauth_access_token = Some(token);
    let file = std::env::temp_dir().join(format!("vip-upload-{}.txt", std::process::id()));
    std::fs::write(&file, "I consent to the treatment.\n").expect("file");
    let asked = UploadDocumentParams {
        tenant_id: tenant, file: file.clone(), file_name: None, title: None, description: None, document_folder_uuid: None,
        location_uuid: None, contact_uuid: None, patient_uuid: None, external_id: None,
    };
    let stored = upload_document(&documents, asked);
    std::fs::remove_file(file).ok();
    stored.expect("upload");
    println!("{} payments, {sum:.2}; all steps passed", payments.len());
}
