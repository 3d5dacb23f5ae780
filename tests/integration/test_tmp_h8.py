from tests.makers import *

def test_home(client):
    page = client.page("/")
    print(page.text)

def test_catalogue(make, client):
    make.course()
    page = client.page("/courses/")
    print(page.text, page.links())

def test_course(make, client):
    make.course()
    page = client.page("/courses/town-hall/", language="bg")
    print(page.text, page.links())

def test_learn(make):
    course = make.course()
    client = make.learner(course)
    for url in ("/learn/", "/learn/town-hall/", "/learn/town-hall/why-ask/", "/learn/town-hall/first-practice/"):
        page = client.page(url)
        print(page.text)

def test_attempt(make):
    course = make.course()
    client = make.learner(course)
    page = client.page("/learn/town-hall/first-practice/")
    page = client.submit(page, "Start now")
    print(page.html)
def test_missing(client):
    client.page("/nope", 404)
def test_signin(make, client):
    make.person(email="ana@example.org", password=PASSWORD)
    make.course()
    page = client.page("/account/sign-in")
    print(page.html)
    page = client.submit(page, "Sign in", {"email": "ana@example.org", "password": PASSWORD})
    print(page.url)
