// A collection of contacts in PocketBase, which the benchmark compares with: a list with a token.
//
// Usage: pocketbase serve --http ADDRESS --dir FOLDER, with the file of the practice in BENCH_PRACTICE and the file that the token is
// written to in BENCH_TOKEN.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Members of the platform's contacts by the kind of field that they are here, where names have underscores.
var (
	texts = []string{"contact-uuid", "contact-type", "title-uuid", "last-name", "first-name", "business-name", "display-name",
		"practitioner-type-uuid", "default-location-uuid", "external-id"}
	dates = []string{"registered-date", "date-of-birth", "created-date", "modified"}
	flags = []string{"online-access", "deactivated"}
	keys  = []string{"contact-uuid", "title-uuid", "last-name", "first-name", "business-name", "display-name",
		"practitioner-type-uuid", "default-location-uuid", "registered-date", "date-of-birth", "created-date", "modified"}
)

func column(member string) string { return strings.ReplaceAll(member, "-", "_") }

func createCollection(app core.App) (*core.Collection, error) {
	contacts := core.NewBaseCollection("contacts")
	for _, member := range texts {
		contacts.Fields.Add(&core.TextField{Name: column(member), Max: 210})
	}
	for _, member := range dates {
		contacts.Fields.Add(&core.DateField{Name: column(member)})
	}
	for _, member := range flags {
		contacts.Fields.Add(&core.BoolField{Name: column(member)})
	}
	for _, member := range keys {
		contacts.AddIndex("contacts_"+column(member), member == "contact-uuid", column(member), "")
	}
	signedIn := types.Pointer("@request.auth.id != ''")
	contacts.ListRule = signedIn
	contacts.ViewRule = signedIn
	return contacts, app.Save(contacts)
}

func load(app core.App, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var practice struct {
		Contacts []map[string]any `json:"contacts"`
	}
	if err := json.Unmarshal(content, &practice); err != nil {
		return err
	}
	collection, err := createCollection(app)
	if err != nil {
		return err
	}
	return app.RunInTransaction(func(transaction core.App) error {
		for _, contact := range practice.Contacts {
			record := core.NewRecord(collection)
			for _, members := range [][]string{texts, dates, flags} {
				for _, member := range members {
					record.Set(column(member), contact[member])
				}
			}
			if err := transaction.Save(record); err != nil {
				return err
			}
		}
		return nil
	})
}

// The token of a new user.
func signIn(app core.App) (string, error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return "", err
	}
	user := core.NewRecord(users)
	user.SetEmail("integrator@example.com")
	user.SetPassword(security.RandomString(24))
	if err := app.Save(user); err != nil {
		return "", err
	}
	return user.NewAuthToken()
}

func prepare(app core.App) error {
	if err := load(app, os.Getenv("BENCH_PRACTICE")); err != nil {
		return err
	}
	token, err := signIn(app)
	if err != nil {
		return err
	}
	return os.WriteFile(os.Getenv("BENCH_TOKEN"), []byte(token), 0o600)
}

func main() {
	app := pocketbase.New()
	app.OnServe().BindFunc(func(event *core.ServeEvent) error {
		event.InstallerFunc = nil // it would open a browser
		if err := prepare(event.App); err != nil {
			return err
		}
		return event.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}
